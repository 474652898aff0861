//! The words by which errors are known, as each SDK writes them.

use super::Kind;

/// Words of each kind, in lower case; all of one list must be in a line. The first that fits tells.
pub(super) const WORDS: [(Kind, &[&[&str]]); 13] = [
    (Kind::NoProvider, &[&["no openidconnect provider found"]]),
    (Kind::Audience, &[&["incorrect token audience"]]),
    (
        Kind::IssuerKeys,
        &[
            &["couldn't retrieve verification key"],
            &["could not retrieve verification key"],
        ],
    ),
    (
        Kind::Assume,
        &[
            &["not authorized to perform", "sts:assumerolewithwebidentity"],
            &["accessdenied", "assumerolewithwebidentity"],
        ],
    ),
    (
        Kind::Expired,
        &[
            &["token expired: current date"],
            &["security token included in the request is expired"],
            &["provided token has expired"],
            &["expiredtoken"],
        ],
    ),
    (
        Kind::TokenUnreadable,
        &[
            &["serviceaccount/token", "permission denied"],
            &["serviceaccount/token", "eacces"],
            &["serviceaccount/token", "accessdeniedexception"],
        ],
    ),
    (
        Kind::TokenAbsent,
        &[
            &["serviceaccount/token", "no such file"],
            &["serviceaccount/token", "enoent"],
            &["serviceaccount/token", "nosuchfileexception"],
        ],
    ),
    (
        Kind::StsModule,
        &[
            &["'sts' service module must be on the class path"],
            &["aws-java-sdk-sts module must be on the class path"],
        ],
    ),
    (
        Kind::NoRegion,
        &[
            &["must specify a region"],
            &["unable to load region from any of the providers"],
            &["unable to find a region via the region provider chain"],
            &["region is missing"],
            &["missingregion"],
            &["missing region"],
            &["aws region is required"],
        ],
    ),
    (
        Kind::Profile,
        &[
            &["config profile", "could not be found"],
            &["failed to get shared config profile"],
            &["profile file contained no credentials for profile"],
        ],
    ),
    (
        Kind::NoCredentials,
        &[
            &["unable to locate credentials"],
            &["unable to load credentials from any of the providers"],
            &["unable to load aws credentials from any provider"],
            &["could not load credentials from any providers"],
            &["no ec2 imds role found"],
            &["nocredentialproviders"],
            &["failed to refresh cached credentials"],
        ],
    ),
    (
        Kind::WrongKeys,
        &[
            &["security token included in the request is invalid"],
            &["invalidclienttokenid"],
            &["unrecognizedclientexception"],
            &["invalidaccesskeyid"],
            &["signaturedoesnotmatch"],
        ],
    ),
    (
        Kind::HiddenKey,
        &[&["ciphertext refers to a customer master key"]],
    ),
];
