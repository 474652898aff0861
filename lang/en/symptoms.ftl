# What the Doctor finds. A cause's first sentence is its heading; "-cure" says what to do about it.
symptom-wrong = Wrong
symptom-suspect = Look at this
symptom-known = Good to know
symptom-right = Right

# The commands of a cure.
symptom-run-annotate = Annotate the service account
symptom-run-restart = Restart the pods
symptom-run-other-annotation = Remove the other annotation
symptom-run-remove-annotation = Remove the annotation
symptom-run-annotation-off = Take the annotation off
symptom-run-runs-as = Show the pods' service account
symptom-run-settings = Show the pod's AWS settings
symptom-run-describe = Show the service account
symptom-run-identity = Ask AWS who the pod is
symptom-run-issuer = Show the cluster's issuer
symptom-run-keys-off = Take the keys off the deployment
symptom-run-setting-off = Take the setting off the deployment
symptom-run-associations = Show the associations
symptom-run-region = Set the region
symptom-run-decode = Decode the message
symptom-run-providers = Show the account's providers
symptom-run-add-provider = Add the provider
symptom-run-fs-group = Set fsGroup
symptom-run-bucket-key = Show the bucket's key
symptom-run-list-folder = List a folder
symptom-run-list-the-folder = List the folder

# The text itself.
symptom-token-pasted = The text has a token in it. It was taken out before anything else was done, and it is kept nowhere; but whoever has it is the pod until it expires.
symptom-token-pasted-cure = Use the field for tokens further down: it is read in your browser and never sent.
symptom-secret-pasted = The text has a secret in it. It was taken out before anything else was done, and it is kept nowhere.
symptom-secret-pasted-cure = Leave secrets out of what you paste. If others saw it too, have it replaced.
symptom-not-recognised = There is nothing in this text that the Doctor knows: no service account, no AWS settings, no error of AWS and no claims.
symptom-not-recognised-cure = Paste what one of these commands prints, or the whole error of the call that fails, with the line that starts with “User:” where there is one. If the pod’s settings print nothing at all, the pod has no role: restart it, and look at its service account.

# A service account.
symptom-look-cure = Restart the pods, see which service account they run as, and look at their AWS settings. Paste what they print.
symptom-annotation-empty = The annotation { $key } is empty, so that pods get no role.
symptom-annotation-empty-cure = Set it to the role’s ARN, and restart the pods.
symptom-annotation-key = The role stands under a key that EKS does not read: it reads { $key } alone.
symptom-annotation-key-cure = Annotate the service account with the right key, take the other one away, and restart the pods.
symptom-annotation-missing = The service account names no role: it has no annotation eks.amazonaws.com/role-arn.
symptom-annotation-missing-cure = Annotate it with the role’s ARN, and restart the pods. If Helm makes the account, put the values from the role’s page into the release instead.
symptom-annotation-audience = The service account asks for tokens of another audience than sts.amazonaws.com, which AWS refuses.
symptom-annotation-audience-cure = Take the annotation away, and restart the pods.
symptom-association-decides = The role is given by EKS Pod Identity, so that the service account needs no annotation, and has none.
symptom-annotation-right = The service account names its role as it should. Then the pods themselves may be older than the annotation, or run as another service account.
# "seen" and "account" are namespaces with a service account, such as payments/worker.
symptom-account-differs = This is { $seen }, and the role { $role } trusts { $account } alone.
symptom-account-cure = Run the pods in the namespace { $namespace } with serviceAccountName: { $account }; or ask for a role for the service account they have.

# The ARN of a role where one is set; "place" is the next, or AWS_ROLE_ARN.
symptom-the-annotation = The annotation { $key }
symptom-arn-invalid = { $place } holds something that is no role’s ARN.
symptom-arn-invalid-cure = A role’s ARN reads arn:aws:iam::ACCOUNT:role/NAME, with an account of 12 digits, without quotes or spaces. Set it again and restart the pods.
symptom-role-retired = The role { $role } is retired: it is not in AWS any more.
symptom-role-retired-cure = Ask for a new role for this service account; its ARN will be the same again.
symptom-role-of-another = { $place } names the role of { $account }, which these pods can’t assume: its trust names that service account alone.
symptom-role-of-another-cure = The role of { $account } is { $arn }. Set that one, and restart the pods.
symptom-role-other-account = { $place } names a role of the account { $number } ({ $partition }), and the role of { $account } is in { $own } ({ $other }).
symptom-role-other-account-cure = Set the ARN of the role that Roleport made, and restart the pods.
symptom-arn-differs = { $place } is not the ARN of the role of { $account }. AWS compares every letter, and the path before the name.
symptom-arn-differs-cure = The role’s ARN is { $arn }. Set it, and restart the pods.
symptom-unknown-account = { $place } names a role of the account { $number }, in which no cluster of this Roleport has its roles.
symptom-unknown-account-cure = Compare the account with the one your pods should use. If it is right, the role is not Roleport’s: ask whoever made it.
symptom-unknown-role = Roleport knows no role { $role } that you may see. It may be misspelt, never made, or made by other means.
symptom-unknown-role-cure = Look for your application under Roles and compare the ARN letter by letter. If it is not there, ask for a role.

# The claims of a token.
symptom-token-audience = The token is for another audience than sts.amazonaws.com, so AWS refuses it. Kubernetes’ own token, in /var/run/secrets/kubernetes.io, is one of those.
symptom-token-audience-cure = Use the file that AWS_WEB_IDENTITY_TOKEN_FILE names. If it is that one, take the annotation eks.amazonaws.com/audience off the service account and restart the pods.
symptom-token-expired = The token expired { $minutes } minutes ago.
symptom-token-expired-cure = Kubernetes renews the file by itself: an SDK or program that reads it once and keeps it has to read it anew. Update the SDK, or restart the pods.
symptom-token-right = The token is what the role’s trust asks for: issuer, subject and audience are right.
symptom-token-right-cure = Then AWS lets this pod assume the role. Ask it who the pod is; a role that was made a moment ago may take up to a minute.
symptom-token-of-none = The token is one for AWS, and Roleport knows no role for its service account that you may see.
symptom-token-of-none-cure = Choose the role above to compare them, or ask for a role for this service account.
symptom-token-other-cluster = The token comes from the cluster { $cluster }, and the role { $role } is one of { $own }.
symptom-token-issuer = The token’s issuer is not that of the cluster { $cluster }, { $issuer }. The cluster may have been made anew: that gives it a new issuer.
symptom-token-issuer-cure = Ask for a role in the cluster that the pods run in. Where a cluster was made anew, whoever runs Roleport sets its new issuer; its roles are then restored.
symptom-token-issuer-unknown = The token comes from a cluster that this Roleport does not know, or that was made anew since.
symptom-token-issuer-unknown-cure = Compare the issuer with the cluster’s own. Whoever runs Roleport adds clusters.
symptom-token-subject = The token is that of another service account: the role { $role } trusts { $subject } alone.

# A pod's AWS settings.
symptom-environment-right = The pod has its role and its token. Then AWS refuses it, or the SDK does not take it: one older than web identity, or one that is given other credentials in code.
symptom-environment-right-cure = Ask AWS who the pod is. If the answer names the role, look at the error of the call itself and paste it here; if it names a node’s role, update the SDK; an error says why.
symptom-static-keys = The pod has an access key of its own. Every SDK takes that before the role, so the role is never used.
symptom-static-keys-cure = Take the keys out of the deployment, its ConfigMaps and its Secrets, and restart the pods. Then have the key deleted in IAM.
symptom-pod-identity-beside = The service account has an EKS Pod Identity association beside its annotation. Most SDKs take the annotation’s role first, some do not.
symptom-pod-identity-beside-cure = Keep one of both. Roleport gives this role by the annotation: have the association deleted, and restart the pods.
symptom-pod-identity = The pod gets its credentials from EKS Pod Identity: it runs as the association’s role, not as one that Roleport made.
symptom-pod-identity-cure = Have the association deleted, annotate the service account with the role’s ARN, and restart the pods.
symptom-annotation-beside = The role is given by EKS Pod Identity, and the service account has an annotation as well. SDKs go by the annotation first, which this role does not admit.
symptom-annotation-beside-cure = Take the annotation off the service account and out of the chart, and restart the pods.
symptom-no-pod-identity = The role is given by EKS Pod Identity, and the pod has no AWS_CONTAINER_CREDENTIALS_FULL_URI: it was not restarted since the association was made, runs as another service account, or its node has no agent (Fargate and Windows never have one).
symptom-no-pod-identity-cure = Restart the pods. If it stays away, see which service account they run as, and whether the cluster has the add-on eks-pod-identity-agent.
symptom-only = only { $names }
symptom-no-role-in-pod = The pod has no AWS_ROLE_ARN, so its calls run as the node’s role. It was not restarted since the service account was annotated, or the annotation’s key is misspelt, or it runs as another service account.
symptom-no-role-in-pod-cure = Restart the pods. If it stays away, paste what kubectl says of the service account.
symptom-no-token-file = The pod has AWS_ROLE_ARN without AWS_WEB_IDENTITY_TOKEN_FILE: somebody set it by hand, and EKS gave the pod no token.
symptom-no-token-file-cure = Take AWS_ROLE_ARN out of the chart, annotate the service account, and restart the pods: EKS then sets both.
symptom-cluster-token = The token file is Kubernetes’ own token, which is meant for the cluster: AWS refuses its audience.
symptom-cluster-token-cure = Take the setting out of the chart: EKS sets it to { $file } by itself.
symptom-profile = A profile is set: SDKs look for it in a file, and take what stands there or stop when it is not there.
symptom-profile-cure = Take it out of the deployment, unless the image has such a file on purpose.
symptom-endpoint = AWS_ENDPOINT_URL is set: the calls go to that address, which need not be AWS.
symptom-endpoint-cure = Take it out of the deployment, unless it is meant.

# Whose calls they were.
symptom-node-role = The call ran as the node’s role { $role }, not as a role of the pod: the pod has no AWS_ROLE_ARN, or an SDK older than web identity.
symptom-has-role-cure = See whether the pod has AWS_ROLE_ARN. If not, restart it; if that does not help, check the service account’s annotation. If it has, update the SDK.
symptom-other-role = The call ran as the role { $role } of the account { $number }, not as { $own }.
symptom-other-role-cure = The pod has other credentials than those of its role: another AWS_ROLE_ARN, a profile, Pod Identity, or a role that the program assumes by itself.
symptom-role-not-known = The call ran as the role { $role } of the account { $number }, which Roleport does not know, or you may not see.
symptom-role-not-known-cure = If it should have run as another role, the pod has other credentials than you expect. Choose the role above to compare them.
symptom-identity-right = The call ran as the role, as it should.
symptom-identity-right-cure = What fails now is a permission, not the identity: paste the error of the call that fails.
symptom-iam-user = The call ran as an IAM user, not as a role: somewhere the program found an access key, and every SDK takes that first.
symptom-iam-user-cure = Look for keys among the pod’s settings, in its Secrets, in a file of the image, and in the program. Take them away, and restart the pods.

# A refused call; "action" is one of AWS, such as s3:GetObject.
symptom-session-policy = The program narrowed its own session: the session policy it asked for does not allow { $action }.
symptom-session-policy-cure = Look for where the program assumes a role with a policy of its own, and let that allow the call.
symptom-endpoint-policy = The VPC endpoint that the call goes through does not allow { $action }.
symptom-endpoint-policy-cure = No request to Roleport helps: whoever runs the network has to open the endpoint’s policy.
symptom-deny-identity = A policy of the role itself denies { $action }. A deny beats everything that allows.
symptom-deny-identity-cure = Asking for a permission does not help. Look at the role’s custom statements for a Deny; if there is none, somebody attached another policy in AWS.
symptom-deny-resource = The policy of the resource, such as a bucket’s policy denies { $action }. A deny beats everything that allows.
symptom-deny-resource-cure = Asking for a permission does not help. Whoever owns the resource has to change its policy.
symptom-deny-boundary = The role’s permissions boundary denies { $action }. A deny beats everything that allows.
symptom-deny-boundary-cure = Asking for a permission does not help. Whoever owns the boundary has to change it.
symptom-deny-organization = A policy of the AWS organization denies { $action }. A deny beats everything that allows.
symptom-deny-organization-cure = Asking for a permission does not help. Whoever runs the organization has to change it.
symptom-deny-session = The policy that the program gave its own session denies { $action }. A deny beats everything that allows.
symptom-deny-session-cure = Asking for a permission does not help. Change it where the program assumes the role.
symptom-deny-endpoint = The policy of the VPC endpoint denies { $action }. A deny beats everything that allows.
symptom-deny-endpoint-cure = Asking for a permission does not help. Whoever runs the network has to change it.
symptom-deny-some = Some policy denies { $action }. A deny beats everything that allows.
symptom-deny-some-cure = Asking for a permission does not help. It may be the organization’s, the boundary, the resource’s own, or one of the role.
symptom-boundary = The role’s permissions boundary does not allow { $action }.
symptom-boundary-of = The role’s permissions boundary, { $boundary }, does not allow { $action }.
symptom-boundary-cure = Asking for a permission does not help until whoever owns the boundary opens it for this: it is the most that any role of the cluster can do.
symptom-organization = A policy of the AWS organization does not allow { $action } in this account.
symptom-organization-cure = Asking for a permission does not help: whoever runs the organization has to allow it.
symptom-resource-policy = The policy of the resource does not let the role in for { $action }. A resource of another account has to do so itself.
# "role" is an ARN, or the next one.
symptom-resource-policy-cure = Whoever owns the resource has to allow { $role } in its policy. The role needs the permission as well.
symptom-the-arn = the role’s ARN
symptom-missing-object = The object is not there. S3 says so, with 404, only to those who may list its folder; to all others it answers 403.
symptom-missing-object-cure = Check the key. To be told the difference, ask for list access.
symptom-missing = Nothing allows the role to call { $action } on { $resource }.
symptom-missing-of = Nothing allows the role { $role } to call { $action } on { $resource }.
symptom-missing-somewhere = Nothing allows the role to call { $action }; on which resource, AWS does not say.
symptom-missing-of-somewhere = Nothing allows the role { $role } to call { $action }; on which resource, AWS does not say.
symptom-ask-more = Paste the whole message if it says more; else ask for the resource that the call was about.
symptom-ask-approver = Nothing that can be granted in Roleport allows this. Ask an approver.
symptom-ask-custom = No kind of line covers it: ask for it by a custom statement of just that, which approvers read word for word.
symptom-ask-queries = Ask for queries with this work group; fill in the database and where the results go.
# "grant" is what may be done, such as "list and read objects under s3://data/in/".
symptom-ask-bucket = Ask to { $grant }. What lies at the top of a bucket can be opened with the whole bucket only; name a folder if one will do.
symptom-ask = Ask to { $grant }.
# "cure" is one of the six before.
symptom-ask-elsewhere = { $cure } The resource is in another account: its own policy has to let the role in as well.
symptom-granted-already = The role { $role } is granted { $action } on this resource already, and AWS refused it.
symptom-granted-already-cure = If it was approved just now, wait a minute. Compare the role with AWS on its page: somebody may have changed it there. Else a policy of the resource, a key, the boundary or the organization denies it, or the call ran as another role.
symptom-key-read = What is read there is encrypted with a KMS key that the role may not use ({ $action }).
symptom-key-written = What is written there is encrypted with a KMS key that the role may not use ({ $action }).
symptom-key-cure = Add the key to the grants. The key’s own policy must leave it to IAM, as it does unless somebody narrowed it.
symptom-list-slash = The role may list what is under { $folder }, and the call listed something else: the folder without its slash, or the whole bucket.
symptom-list-slash-cure = List with the slash at the end. If the program has to list the whole bucket, ask for that.

# Errors that say what is wrong by their words.
symptom-no-region = No region is set. EKS sets it along with the role where its webhook is told to; elsewhere the SDK asks the node, or stops.
symptom-no-region-cure = Set AWS_REGION in the deployment.
symptom-audience = The token is for another audience than sts.amazonaws.com, so AWS refuses it.
symptom-audience-cure = The pod reads another token than the one EKS gives it, or the service account has the annotation eks.amazonaws.com/audience. See which file it reads, and paste the token’s claims.
symptom-issuer-keys = AWS could not fetch the keys of the cluster’s issuer. That passes by itself where it is seldom; where it always fails, the issuer’s address can’t be reached from the internet, or is not the one AWS was told.
symptom-issuer-keys-cure = Try again. If it stays, whoever runs the cluster checks that ISSUER/.well-known/openid-configuration can be read by everyone.
symptom-token-absent = The file with the token is not there: the settings were written by hand, or the pod is older than the annotation.
symptom-token-absent-cure = Take AWS_ROLE_ARN and AWS_WEB_IDENTITY_TOKEN_FILE out of the chart, annotate the service account, and restart the pods.
symptom-sts-module = The Java SDK needs its STS module to use a pod’s role, and the application does not have it.
symptom-sts-module-cure = Add software.amazon.awssdk:sts to the application, or com.amazonaws:aws-java-sdk-sts for version 1 of the SDK.
symptom-profile-missing = The SDK looks for a profile that is in no file of the pod: AWS_PROFILE is set, or the program names one.
symptom-profile-missing-cure = Take AWS_PROFILE out of the deployment, and the profile’s name out of the program.
symptom-keys-refused = AWS does not know the access key: the pod has keys of its own that were deleted, are mistyped, or are of another partition.
symptom-keys-refused-cure = Take the keys out of the deployment, so that the role is used, and restart the pods.
symptom-encoded = AWS says why in a form that has to be decoded, by somebody who may call sts:DecodeAuthorizationMessage; most pods may not.
symptom-encoded-cure = Have it decoded, with the whole message in place of MESSAGE, and paste what it prints.
symptom-assume = AWS does not let the pod assume the role. The role’s trust names one service account of one cluster: the pod runs in another namespace or as another service account, the cluster was made anew and has another issuer, or there is no role of this name.
symptom-assume-of = AWS does not let the pod assume the role. The role { $role } trusts { $account } of the cluster { $cluster } alone: the pod runs in another namespace or as another service account, the cluster was made anew and has another issuer, or there is no role of this name.
symptom-assume-cure = See which service account the pods run as, and which role they name. A role that was made a moment ago may take up to a minute. To be sure, paste the claims of the pod’s token.
symptom-no-provider = The account of the role does not know the cluster’s OIDC provider, so no pod can assume any role in it.
symptom-no-provider-of = The account of the role does not know the cluster’s OIDC provider, so no pod can assume any role in it. { $number } does not know { $issuer }.
symptom-no-provider-cure = Whoever runs the account adds the provider, once for each cluster. If the cluster was made anew, its issuer is another one, and Roleport has to be told.
symptom-expired = The credentials, or the token they come from, are too old. Both are renewed all the time; the program goes on with what it read once.
symptom-expired-cure = Let the SDK’s default chain find the credentials, and keep none of them in a variable or a cache. Update the SDK; restart the pods for now. If keys were set by hand, take them away.
symptom-token-unreadable = The container does not run as root, and may not read its token: clusters older than Kubernetes 1.19 let root alone read it.
symptom-token-unreadable-cure = Give the pod a group for its files, fsGroup in its securityContext. 65534 is nobody’s; any number will do.
symptom-no-credentials = The SDK found no credentials at all: the pod has no AWS_ROLE_ARN, or the SDK is older than web identity.
symptom-hidden-key = What is read or written there is encrypted with a KMS key that the role may not use, or that is gone. AWS does not say which key.
symptom-hidden-key-cure = Look for the key where it is set, for a bucket as below, and ask for that key.
symptom-forbidden-or-missing = S3 refused to read the object. It does so too when the object is not there and the caller may not list its folder: only then it would say 404.
symptom-forbidden-or-missing-cure = Check the key. If the role has no access there, ask to read, which brings listing along; then a missing object is told as missing.
symptom-listing-refused = S3 refused to list. A role that may list in/ may neither list in, without the slash, nor the whole bucket.
symptom-listing-refused-cure = List with the slash at the end. If the role may not list there at all, ask for it.
symptom-refused = AWS refused { $operation }, and this line does not say on what, or why.
symptom-refused-cure = Paste the whole message: the part that starts with “User:” names the action and the resource, and then the permission can be asked for from here.

# What a library needs besides its version.
symptom-sdk-sts = The module sts has to be on the class path.
symptom-sdk-wrapper = A wrapper such as AWScala takes its credentials from the Java SDK beneath it: look at that one’s version.
symptom-sdk-security-token = The package AWSSDK.SecurityToken has to be referenced for IRSA.
symptom-sdk-any = any
symptom-sdk-either = { $one } and { $other }
