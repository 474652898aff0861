//! Commands for the pods of an application, as they are shown to be pasted into a shell.

/// The pods that the commands are about. What is put in here has to be safe in a shell: a name that was parsed,
/// or a blank to fill in such as `NAMESPACE`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Pods<'a> {
    /// Kubernetes namespace.
    pub namespace: &'a str,
    /// Kubernetes service account.
    pub service_account: &'a str,
    /// Their deployment's name.
    pub deployment: &'a str,
}

impl Pods<'_> {
    /// Gives a service account that is there its role.
    pub fn annotate(&self, role_arn: &str) -> String {
        format!(
            "kubectl annotate serviceaccount {} --namespace {} --overwrite \\\n  eks.amazonaws.com/role-arn={role_arn}",
            self.service_account, self.namespace
        )
    }

    /// Takes the role off a service account that is there.
    pub fn without_annotation(&self) -> String {
        format!(
            "kubectl annotate serviceaccount {} --namespace {} eks.amazonaws.com/role-arn-",
            self.service_account, self.namespace
        )
    }

    /// Restarts them, and waits until they are there.
    pub fn restart(&self) -> String {
        let Self {
            namespace,
            deployment,
            ..
        } = self;
        format!(
            "kubectl -n {namespace} rollout restart deployment/{deployment}\nkubectl -n {namespace} rollout status deployment/{deployment}"
        )
    }

    /// Shows their service account.
    pub fn describe(&self) -> String {
        format!(
            "kubectl -n {} describe serviceaccount {}",
            self.namespace, self.service_account
        )
    }

    /// Shows what one of them has of AWS's settings.
    pub fn environment(&self) -> String {
        self.inside("env | grep AWS_")
    }

    /// Asks AWS who one of them is.
    pub fn identity(&self) -> String {
        self.inside("aws sts get-caller-identity")
    }

    /// Runs a command in one of them.
    pub fn inside(&self, command: &str) -> String {
        format!(
            "kubectl -n {} exec deployment/{} -- {command}",
            self.namespace, self.deployment
        )
    }
}
