# Ob Roleport seine Arbeit für einen Cluster tun kann.
health-provider-good = Das Konto kennt den OIDC-Provider { $issuer } des Clusters.
health-provider-bad = Das Konto kennt den OIDC-Provider des Clusters nicht, darum kann kein Pod eine Rolle annehmen. Tragen Sie { $issuer } in IAM ein, mit der Audience { $audience }.
health-boundary-good = Die Permissions Boundary { $boundary } ist da.
health-boundary-bad = Die Permissions Boundary { $boundary } ist nicht da, darum kann keine Rolle angelegt werden. Legen Sie diese Policy an, oder berichtigen Sie die Einstellungen des Clusters.
health-rights-good = Roleports eigene Rechte reichen für alles, was es tut.
health-rights-bad = Roleports eigene Rechte umfassen nicht { $actions }. Geben Sie ihm, was `roleport aws policy` ausgibt.
health-credentials-good = Roleports Zugangsdaten sind gültig und gehören zum Konto { $account }.
health-credentials-bad = Roleports Zugangsdaten gehören zum Konto { $account } und nicht zu { $wanted }. Ändern Sie den Cluster, und nennen Sie eine Rolle, die dort anzunehmen ist.
health-eks-missing = EKS kennt in { $region } keinen Cluster { $cluster }, darum ist über Pod Identity keine Rolle zu haben. Berichtigen Sie den Namen des Clusters in EKS.
health-eks-other = Nach EKS ist der Issuer von { $cluster } { $issuer }: Der Cluster wurde neu angelegt, oder es ist ein anderer gemeint. Seine Pods können keine Rollen annehmen, bis der Issuer des Clusters darauf gesetzt ist.
health-eks-good = EKS kennt den Cluster { $cluster } in { $region }.
health-agent-good = Der Cluster hat den Agenten von EKS Pod Identity.
health-agent-missing = Dem Cluster fehlt das Add-on eks-pod-identity-agent. Wenn sein Agent nicht auf anderem Weg installiert wurde, bekommen Pods über Pod Identity nichts.
health-roles-good = Das Konto hat { $used } von { $most } Rollen.
health-roles-nearly-full = Das Konto hat { $used } von { $most } Rollen. Erhöhen Sie das Kontingent in Service Quotas, bevor es voll ist.
health-roles-full = Das Konto hat { $used } von { $most } Rollen. Weitere können nicht angelegt werden: Erhöhen Sie das Kontingent in Service Quotas, oder entfernen Sie, was nicht gebraucht wird.
health-policies-good = Das Konto hat { $used } von { $most } Managed Policies.
health-policies-nearly-full = Das Konto hat { $used } von { $most } Managed Policies. Erhöhen Sie das Kontingent in Service Quotas, bevor es voll ist.
health-policies-full = Das Konto hat { $used } von { $most } Managed Policies. Weitere können nicht angelegt werden: Erhöhen Sie das Kontingent in Service Quotas, oder entfernen Sie, was nicht gebraucht wird.
health-bucket-names-good = Die Namen der Buckets dieses Kontos werden allen vorgeschlagen, die eine Rolle beantragen dürfen.
health-bucket-names-bad = Roleport darf die Buckets des Kontos nicht auflisten, darum werden nur die Buckets bekannter Rollen vorgeschlagen. Geben Sie ihm s3:ListAllMyBuckets, wie `roleport aws policy --offer-buckets` es ausgibt, oder nehmen Sie das Konto aus `aws.offer_buckets` heraus.

# Was sich nicht sagen lässt.
health-rights-untold = AWS verrät die Rechte von { $caller } nicht. Geben Sie Roleport eine eigene Rolle oder einen eigenen Benutzer, dann wird dies geprüft.
health-rights-unread = Ob Roleports Rechte reichen, ließ sich nicht lesen. { $why }
