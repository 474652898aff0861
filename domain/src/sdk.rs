//! The first versions of AWS's libraries that take a pod's identity.
//!
//! Sources: the EKS user guide, "Use IRSA with the AWS SDK" and "Use pod identity with the AWS SDK"
//! (iam-roles-for-service-accounts-minimum-sdk, pod-id-minimum-sdk); for Rust and IRSA, which the guide does not list,
//! the documentation of `aws-config`, whose default chain has web identity since its first releases.

/// A library of one language.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Sdk {
    /// The language.
    pub language: &'static str,
    /// The library's name.
    pub library: &'static str,
    /// The first version that takes a web identity token (IRSA).
    pub web_identity: &'static str,
    /// The first version that asks the Pod Identity agent.
    pub pod_identity: &'static str,
    /// What it needs besides.
    pub note: Option<&'static str>,
}

const fn sdk(
    language: &'static str,
    library: &'static str,
    web_identity: &'static str,
    pod_identity: &'static str,
) -> Sdk {
    Sdk {
        language,
        library,
        web_identity,
        pod_identity,
        note: None,
    }
}

const fn with(sdk: Sdk, note: &'static str) -> Sdk {
    Sdk {
        note: Some(note),
        ..sdk
    }
}

/// All of them, by language.
pub const SDKS: [Sdk; 15] = [
    with(
        sdk("Java", "AWS SDK for Java 2.x", "2.10.11", "2.21.30"),
        "The module sts has to be on the class path.",
    ),
    sdk("Java", "AWS SDK for Java 1.x", "1.12.782", "1.12.746"),
    with(
        sdk("Scala", "AWS SDK for Java 2.x", "2.10.11", "2.21.30"),
        "A wrapper such as AWScala takes its credentials from the Java SDK beneath it: look at that one’s version.",
    ),
    sdk("Python", "boto3", "1.9.220", "1.34.41"),
    sdk("Python", "botocore", "1.12.200", "1.34.41"),
    sdk("Go", "aws-sdk-go-v2", "any", "release-2023-11-14"),
    sdk("Go", "aws-sdk-go (v1)", "1.23.13", "1.47.11"),
    sdk(
        "JavaScript",
        "AWS SDK for JavaScript v3",
        "3.27.0",
        "3.458.0",
    ),
    sdk("JavaScript", "aws-sdk (v2)", "2.525.0", "2.1550.0"),
    sdk("Ruby", "aws-sdk-core", "3.58.0", "3.188.0"),
    with(
        sdk(".NET", "AWS SDK for .NET", "3.3.659.1", "3.7.734.0"),
        "The package AWSSDK.SecurityToken has to be referenced for IRSA.",
    ),
    sdk("PHP", "aws-sdk-php", "3.110.7", "3.289.0"),
    sdk("C++", "aws-sdk-cpp", "1.7.174", "1.11.263"),
    sdk("Rust", "aws-config", "any", "release-2024-03-13"),
    sdk("Shell", "AWS CLI", "1.16.232", "1.30.0 and 2.15.0"),
];
