//! What goes into an application's Helm chart.
//!
//! Every scalar is quoted twice over, in the values and by the template: otherwise the service
//! account `on` becomes true, `0123` becomes 83 and `1e3` becomes 1000 (helm#12179, helm#8294).

use std::fmt::Write as _;

use serde::{Deserialize, Serialize};

/// Pieces to copy.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct HelmSnippet {
    /// For `values.yaml`.
    pub values_yaml: String,
    /// For `values.schema.json`: Helm refuses values that would come out as something else.
    pub values_schema: String,
    /// A template that makes the service account.
    pub service_account_template: String,
    /// The lines that a Deployment needs.
    pub deployment_patch: String,
}

/// `create` off is for a service account that another tool made: Helm would refuse to take it over
/// (eksctl#3912).
const SERVICE_ACCOUNT: &str = r"{{- /* Set serviceAccount.create to false where something else, such as eksctl, makes it. */}}
{{- if .Values.serviceAccount.create }}
apiVersion: v1
kind: ServiceAccount
metadata:
  name: {{ .Values.serviceAccount.name | quote }}
  namespace: {{ .Release.Namespace | quote }}
  {{- with .Values.serviceAccount.annotations }}
  annotations:
    {{- range $key, $value := . }}
    {{ $key | quote }}: {{ $value | quote }}
    {{- end }}
  {{- end }}
{{- end }}
";

/// The checksum makes pods anew when their service account is given another role: the annotation takes
/// effect only then.
const DEPLOYMENT: &str = r#"spec:
  template:
    metadata:
      annotations:
        checksum/service-account: {{ include (print $.Template.BasePath "/serviceaccount.yaml") . | sha256sum | quote }}
    spec:
      serviceAccountName: {{ .Values.serviceAccount.name | quote }}
"#;

/// `create` as a text would be true whatever it says; a name or an annotation that is no text is not what
/// somebody has written (domain.md section 5).
const SCHEMA: &str = r#"{
  "$schema": "http://json-schema.org/draft-07/schema#",
  "type": "object",
  "required": ["serviceAccount"],
  "properties": {
    "serviceAccount": {
      "type": "object",
      "required": ["create", "name"],
      "properties": {
        "create": { "type": "boolean" },
        "name": {
          "type": "string",
          "maxLength": 253,
          "pattern": "^[a-z0-9]([-a-z0-9]*[a-z0-9])?([.][a-z0-9]([-a-z0-9]*[a-z0-9])?)*$"
        },
        "annotations": {
          "type": "object",
          "properties": {
            "eks.amazonaws.com/role-arn": {
              "type": "string",
              "pattern": "^arn:[^:]+:iam::[0-9]{12}:role/.+$"
            }
          },
          "additionalProperties": { "type": "string" }
        }
      }
    }
  }
}
"#;

/// The pieces for a service account and the role it assumes; without a role for one that EKS associates with
/// its role, where an annotation would only stand in the way (issue 4, item 12).
pub fn snippet(service_account: &str, role_arn: Option<&str>) -> HelmSnippet {
    HelmSnippet {
        values_yaml: values(service_account, role_arn),
        values_schema: SCHEMA.to_owned(),
        service_account_template: SERVICE_ACCOUNT.to_owned(),
        deployment_patch: DEPLOYMENT.to_owned(),
    }
}

/// What goes into the chart's `values.yaml`.
pub fn values(service_account: &str, role_arn: Option<&str>) -> String {
    let mut values_yaml = format!(
        "serviceAccount:\n  create: true\n  name: {}\n",
        quoted(service_account)
    );
    if let Some(role_arn) = role_arn {
        // Writing to a String never fails.
        let _ = writeln!(
            values_yaml,
            "  annotations:\n    eks.amazonaws.com/role-arn: {}",
            quoted(role_arn)
        );
    }
    values_yaml
}

/// A YAML double-quoted scalar of any text.
fn quoted(text: &str) -> String {
    let mut scalar = String::with_capacity(text.len() + 2);
    scalar.push('"');
    for character in text.chars() {
        match character {
            '"' | '\\' => scalar.extend(['\\', character]),
            // YAML's line breaks and what it does not call printable.
            c if c.is_control()
                || matches!(
                    c,
                    '\u{2028}' | '\u{2029}' | '\u{feff}' | '\u{fffe}' | '\u{ffff}'
                ) =>
            {
                // Writing to a String never fails.
                let _ = write!(scalar, "\\u{:04X}", u32::from(c));
            }
            c => scalar.push(c),
        }
    }
    scalar.push('"');
    scalar
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_are_quoted_and_the_switch_is_not() {
        let snippet = snippet("0123", Some("arn:aws:iam::003250186609:role/a"));
        assert_eq!(
            snippet.values_yaml,
            r#"serviceAccount:
  create: true
  name: "0123"
  annotations:
    eks.amazonaws.com/role-arn: "arn:aws:iam::003250186609:role/a"
"#
        );
    }

    #[test]
    fn an_association_needs_no_annotation() {
        assert_eq!(
            snippet("on", None).values_yaml,
            "serviceAccount:\n  create: true\n  name: \"on\"\n"
        );
    }

    #[test]
    fn every_value_in_a_template_goes_through_quote() {
        let snippet = snippet("a", Some("b"));
        for line in [&snippet.service_account_template, &snippet.deployment_patch]
            .into_iter()
            .flat_map(|text| text.lines())
        {
            for action in line.split("{{ ").skip(1) {
                assert!(action.contains("| quote }}"), "{line}");
            }
        }
    }

    #[test]
    fn no_text_ends_its_scalar() {
        assert_eq!(quoted("a\"b\\c\n\u{85}"), r#""a\"b\\c\u000A\u0085""#);
    }
}
