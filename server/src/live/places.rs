//! How many streams may be open: each holds a connection and a little memory.

use std::{
    collections::HashMap,
    sync::{Arc, Mutex, PoisonError},
};

/// Streams of one person.
const A_PERSON: usize = 20;
/// Streams of everybody on one server.
const ALL: usize = 2000;

/// There is no place for another stream.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Full;

/// Who holds how many.
#[derive(Debug, Default)]
pub(super) struct Places(Mutex<HashMap<i64, usize>>);

/// A place that is free again when this is dropped.
#[derive(Debug)]
pub struct Place {
    places: Arc<Places>,
    person: i64,
}

impl Places {
    pub(super) fn take(places: &Arc<Self>, person: i64) -> Result<Place, Full> {
        let mut held = places.0.lock().unwrap_or_else(PoisonError::into_inner);
        let all: usize = held.values().sum();
        if all >= ALL || held.get(&person).is_some_and(|own| *own >= A_PERSON) {
            return Err(Full);
        }
        *held.entry(person).or_default() += 1;
        Ok(Place {
            places: Arc::clone(places),
            person,
        })
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        let mut held = self.places.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(own) = held.get_mut(&self.person) {
            *own -= 1;
            if *own == 0 {
                held.remove(&self.person);
            }
        }
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[test]
    fn a_person_has_so_many_places_and_gets_them_back() {
        let places = Arc::default();
        let mut held: Vec<_> = (0..A_PERSON)
            .map(|_| Places::take(&places, 1).unwrap())
            .collect();
        assert_eq!(Places::take(&places, 1).unwrap_err(), Full);
        assert!(Places::take(&places, 2).is_ok());
        held.pop();
        assert!(Places::take(&places, 1).is_ok());
        drop(held);
        assert!(places.0.lock().unwrap().is_empty());
    }
}
