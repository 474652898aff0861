//! The first versions of AWS's libraries that take a pod's identity.
//!
//! Sources: the EKS user guide, "Use IRSA with the AWS SDK" and "Use pod identity with the AWS SDK"
//! (iam-roles-for-service-accounts-minimum-sdk, pod-id-minimum-sdk); for Rust and IRSA, which the guide does not list,
//! the documentation of `aws-config`, whose default chain has web identity since its first releases.

use roleport_lang::{Text, text};

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
    pub needs: Option<Need>,
}

/// What a library needs besides its version.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Need {
    /// The module `sts` of the SDK for Java.
    StsModule,
    /// An SDK for Java beneath it that is new enough.
    JavaSdk,
    /// The package `AWSSDK.SecurityToken`.
    SecurityToken,
}

impl Need {
    /// In a sentence.
    pub fn words(self) -> Text {
        match self {
            Self::StsModule => text!(symptom_sdk_sts),
            Self::JavaSdk => text!(symptom_sdk_wrapper),
            Self::SecurityToken => text!(symptom_sdk_security_token),
        }
    }
}

/// A version as people read it: `any` is a word, and so is the `and` between two.
pub fn version(version: &str) -> Text {
    match version.split_once(" and ") {
        Some((one, other)) => text!(symptom_sdk_either, one = one, other = other),
        None if version == ANY => text!(symptom_sdk_any),
        None => version.into(),
    }
}

/// Every version will do.
const ANY: &str = "any";

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
        needs: None,
    }
}

const fn with(sdk: Sdk, need: Need) -> Sdk {
    Sdk {
        needs: Some(need),
        ..sdk
    }
}

/// All of them, by language.
pub const SDKS: [Sdk; 15] = [
    with(
        sdk("Java", "AWS SDK for Java 2.x", "2.10.11", "2.21.30"),
        Need::StsModule,
    ),
    sdk("Java", "AWS SDK for Java 1.x", "1.12.782", "1.12.746"),
    with(
        sdk("Scala", "AWS SDK for Java 2.x", "2.10.11", "2.21.30"),
        Need::JavaSdk,
    ),
    sdk("Python", "boto3", "1.9.220", "1.34.41"),
    sdk("Python", "botocore", "1.12.200", "1.34.41"),
    sdk("Go", "aws-sdk-go-v2", ANY, "release-2023-11-14"),
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
        Need::SecurityToken,
    ),
    sdk("PHP", "aws-sdk-php", "3.110.7", "3.289.0"),
    sdk("C++", "aws-sdk-cpp", "1.7.174", "1.11.263"),
    sdk("Rust", "aws-config", ANY, "release-2024-03-13"),
    sdk("Shell", "AWS CLI", "1.16.232", "1.30.0 and 2.15.0"),
];
