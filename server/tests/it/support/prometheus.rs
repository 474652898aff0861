//! Reads Prometheus's text format, strictly.

use std::collections::BTreeMap;

/// A series: its name with its labels as they are written, and its value.
#[derive(Debug)]
pub struct Scraped(BTreeMap<String, f64>, BTreeMap<String, String>);

impl Scraped {
    /// Every line is a comment of a known kind or a sample; every sample belongs to a type that was told before it, and
    /// none comes twice.
    #[track_caller]
    pub fn parse(text: &str) -> Self {
        let (mut samples, mut types) = (BTreeMap::new(), BTreeMap::new());
        for line in text.lines().filter(|line| !line.is_empty()) {
            if let Some(told) = line.strip_prefix("# TYPE ") {
                let (name, kind) = told.split_once(' ').unwrap();
                assert!(["counter", "gauge", "histogram"].contains(&kind), "{line}");
                assert!(
                    types.insert(name.to_owned(), kind.to_owned()).is_none(),
                    "{line}"
                );
                continue;
            }
            if line.starts_with("# HELP ") {
                continue;
            }
            let (series, value) = line.rsplit_once(' ').unwrap();
            let name = series.split('{').next().unwrap();
            let family = ["_bucket", "_sum", "_count"]
                .iter()
                .filter_map(|end| name.strip_suffix(end))
                .find(|family| types.get(*family).is_some_and(|kind| kind == "histogram"))
                .unwrap_or(name);
            let kind = types
                .get(family)
                .unwrap_or_else(|| panic!("{line}: of no type"));
            assert!(family.starts_with("roleport_"), "{line}");
            assert_eq!(kind == "counter", family.ends_with("_total"), "{line}");
            assert!(series.bytes().all(|b| b.is_ascii_graphic()), "{line}");
            assert!(
                samples
                    .insert(series.to_owned(), value.parse().unwrap())
                    .is_none(),
                "{line}: twice"
            );
        }
        Self(samples, types)
    }

    /// Sum of all series of this name that have these labels.
    pub fn sum(&self, name: &str, labels: &[&str]) -> f64 {
        self.0
            .iter()
            .filter(|(series, _)| series.split('{').next() == Some(name))
            .filter(|(series, _)| labels.iter().all(|label| series.contains(label)))
            .map(|(_, value)| value)
            .sum()
    }

    /// All series of this name.
    pub fn series(&self, name: &str) -> Vec<&str> {
        self.0
            .keys()
            .filter(|series| series.split('{').next() == Some(name))
            .map(String::as_str)
            .collect()
    }

    /// The type of a metric.
    pub fn kind(&self, name: &str) -> &str {
        self.1.get(name).map_or("", String::as_str)
    }
}
