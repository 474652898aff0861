//! AWS partitions: separate worlds of accounts, each with its own name in every ARN.

use roleport_lang::text;

use crate::errors::Violation;

/// A partition of AWS.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Partition {
    /// The commercial regions.
    Aws,
    /// China.
    China,
    /// AWS GovCloud (US).
    GovCloud,
    /// AWS European Sovereign Cloud.
    EuropeanSovereign,
    /// AWS Top Secret (US).
    Iso,
    /// AWS Secret (US).
    IsoB,
    /// AWS Isolated (Europe).
    IsoE,
    /// AWS Isolated (US, second).
    IsoF,
}

impl Partition {
    /// All of them.
    pub const ALL: [Self; 8] = [
        Self::Aws,
        Self::China,
        Self::GovCloud,
        Self::EuropeanSovereign,
        Self::Iso,
        Self::IsoB,
        Self::IsoE,
        Self::IsoF,
    ];

    /// Its name in an ARN.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Aws => "aws",
            Self::China => "aws-cn",
            Self::GovCloud => "aws-us-gov",
            Self::EuropeanSovereign => "aws-eusc",
            Self::Iso => "aws-iso",
            Self::IsoB => "aws-iso-b",
            Self::IsoE => "aws-iso-e",
            Self::IsoF => "aws-iso-f",
        }
    }

    /// Reads its name in an ARN.
    ///
    /// # Errors
    /// When there is no such partition.
    pub fn parse(text: &str) -> Result<Self, Violation> {
        Self::ALL
            .into_iter()
            .find(|partition| partition.as_str() == text)
            .ok_or_else(|| {
                let known: Vec<_> = Self::ALL.iter().map(|p| p.as_str()).collect();
                Violation::new(
                    "partition_unknown",
                    text!(names_partition_unknown, known = known.join(", ")),
                )
            })
    }

    /// The partition whose regions are named like this one.
    pub fn of_region(region: &str) -> Self {
        // Regions carry their partition in the name: cn-north-1, us-gov-west-1, eusc-de-east-1,
        // us-iso-east-1, us-isob-east-1, eu-isoe-west-1, us-isof-south-1.
        let mut parts = region.split('-');
        match (parts.next(), parts.next()) {
            (Some("cn"), _) => Self::China,
            (Some("eusc"), _) => Self::EuropeanSovereign,
            (_, Some("gov")) => Self::GovCloud,
            (_, Some("iso")) => Self::Iso,
            (_, Some("isob")) => Self::IsoB,
            (_, Some("isoe")) => Self::IsoE,
            (_, Some("isof")) => Self::IsoF,
            _ => Self::Aws,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_read_back() {
        for partition in Partition::ALL {
            assert_eq!(Partition::parse(partition.as_str()), Ok(partition));
        }
        assert!(Partition::parse("AWS").is_err());
        assert!(Partition::parse("").is_err());
    }

    #[test]
    fn regions_tell_their_partition() {
        for (region, partition) in [
            ("us-east-1", Partition::Aws),
            ("eu-central-1", Partition::Aws),
            ("cn-northwest-1", Partition::China),
            ("us-gov-west-1", Partition::GovCloud),
            ("eusc-de-east-1", Partition::EuropeanSovereign),
            ("us-iso-east-1", Partition::Iso),
            ("us-isob-east-1", Partition::IsoB),
            ("eu-isoe-west-1", Partition::IsoE),
            ("us-isof-south-1", Partition::IsoF),
        ] {
            assert_eq!(Partition::of_region(region), partition, "{region}");
        }
    }
}
