//! Whatever is done to a chain, the check finds it and names the first bad event.

use proptest::{collection::vec, option, prelude::*};
use roleport_domain::chain::{Break, ChainedEvent, EventHash, Fault, Head, Verifier};

prop_compose! {
    /// An event that is not in a chain yet.
    fn event()(
        kind in "[a-z.]{1,12}",
        numbers in [option::of(1..9_i64), option::of(1..9_i64), option::of(1..9_i64)],
        texts in vec(option::of(any::<String>()), 7),
        words in any::<String>(),
        buckets in vec("[a-z]{0,4}", 0..3),
        at_micros in any::<i64>(),
    ) -> ChainedEvent {
        let text = |index: usize| texts[index].clone();
        ChainedEvent {
            position: 0,
            previous_hash: EventHash::GENESIS,
            hash: EventHash::GENESIS,
            id: 0,
            at_micros,
            kind,
            person_id: numbers[0],
            actor_name: text(0),
            actor_email: text(1),
            address: text(2),
            via: "portal".to_owned(),
            request_id: numbers[1],
            role_id: numbers[2],
            role_name: text(3),
            buckets,
            words,
            comment: text(4),
            before: text(5),
            after: text(6),
        }
    }
}

/// Links events as the database does.
fn linked(mut events: Vec<ChainedEvent>) -> (Vec<ChainedEvent>, Head) {
    let mut head = Head::START;
    for event in &mut events {
        event.position = head.position + 1;
        event.id = event.position * 10;
        event.previous_hash = head.hash;
        event.hash = event.computed_hash();
        head = Head {
            position: event.position,
            hash: event.hash,
        };
    }
    (events, head)
}

fn chain() -> impl Strategy<Value = (Vec<ChainedEvent>, Head)> {
    vec(event(), 2..12).prop_map(linked)
}

fn verify(events: &[ChainedEvent], head: Head, noted: Option<Head>) -> Result<Head, Break> {
    let mut verifier = Verifier::new(noted);
    for event in events {
        verifier.step(event)?;
    }
    verifier.finish(head)
}

/// Changes one field; `which` chooses it.
fn edit(event: &mut ChainedEvent, which: usize) {
    let longer =
        |text: &mut Option<String>| *text = Some(text.take().map_or_else(String::new, |t| t + "x"));
    let other = |number: &mut Option<i64>| *number = number.map_or(Some(77), |_| None);
    match which {
        0 => event.id += 1,
        1 => event.at_micros = event.at_micros.wrapping_add(1),
        2 => event.kind.push('x'),
        3 => other(&mut event.person_id),
        4 => longer(&mut event.actor_name),
        5 => longer(&mut event.actor_email),
        6 => longer(&mut event.address),
        7 => event.via.push('x'),
        8 => other(&mut event.request_id),
        9 => other(&mut event.role_id),
        10 => longer(&mut event.role_name),
        11 => event.buckets.push(String::new()),
        12 => event.words.push('x'),
        13 => longer(&mut event.comment),
        14 => longer(&mut event.before),
        _ => longer(&mut event.after),
    }
}

proptest! {
    // A chain is a large input, and every case checks all of it.
    #![proptest_config(ProptestConfig::with_cases(96))]

    #[test]
    fn an_untouched_chain_is_whole((events, head) in chain(), at in any::<proptest::sample::Index>()) {
        prop_assert_eq!(verify(&events, head, None), Ok(head));
        let noted = at.get(&events);
        let noted = Head { position: noted.position, hash: noted.hash };
        prop_assert_eq!(verify(&events, head, Some(noted)), Ok(head));
    }

    #[test]
    fn any_edit_is_found((mut events, head) in chain(), at in any::<proptest::sample::Index>(), which in 0..16_usize) {
        let index = at.index(events.len());
        edit(&mut events[index], which);
        let position = events[index].position;
        prop_assert_eq!(verify(&events, head, None), Err(Break { position, fault: Fault::Edited }));
    }

    #[test]
    fn an_edit_with_its_own_new_hash_is_found_at_the_next((mut events, head) in chain(), at in any::<proptest::sample::Index>(), which in 0..16_usize) {
        let index = at.index(events.len());
        edit(&mut events[index], which);
        events[index].hash = events[index].computed_hash();
        let position = events[index].position;
        let expected = if index + 1 == events.len() {
            Break { position, fault: Fault::HeadChanged }
        } else {
            Break { position: position + 1, fault: Fault::OutOfPlace }
        };
        prop_assert_eq!(verify(&events, head, None), Err(expected));
    }

    #[test]
    fn any_removal_is_found((mut events, head) in chain(), at in any::<proptest::sample::Index>(), renumber in any::<bool>()) {
        let removed = events.remove(at.index(events.len()));
        let last = removed.position == head.position;
        if renumber {
            for event in &mut events {
                event.position -= i64::from(event.position > removed.position);
            }
        }
        let fault = match (last, renumber) {
            (true, _) => Fault::Truncated,
            (false, true) => Fault::OutOfPlace,
            (false, false) => Fault::Removed,
        };
        prop_assert_eq!(verify(&events, head, None), Err(Break { position: removed.position, fault }));
    }

    #[test]
    fn two_swapped_events_are_found((mut events, head) in chain(), one in any::<proptest::sample::Index>(), two in any::<proptest::sample::Index>()) {
        let (one, two) = (one.index(events.len()), two.index(events.len()));
        prop_assume!(one != two);
        let (first, second) = (events[one].position, events[two].position);
        events.swap(one, two);
        events[one].position = first;
        events[two].position = second;
        prop_assert_eq!(
            verify(&events, head, None),
            Err(Break { position: first.min(second), fault: Fault::OutOfPlace })
        );
    }

    #[test]
    fn an_inserted_event_is_found((mut events, head) in chain(), new in event(), at in any::<proptest::sample::Index>(), renumber in any::<bool>()) {
        let index = at.index(events.len());
        let mut new = new;
        new.position = events[index].position;
        new.id = 1;
        new.previous_hash = events[index].previous_hash;
        new.hash = new.computed_hash();
        if renumber {
            for event in &mut events[index..] {
                event.position += 1;
            }
        }
        let position = new.position;
        events.insert(index, new);
        let expected = if renumber {
            Break { position: position + 1, fault: Fault::OutOfPlace }
        } else {
            Break { position, fault: Fault::Inserted }
        };
        prop_assert_eq!(verify(&events, head, None), Err(expected));
    }

    #[test]
    fn a_lost_end_and_a_new_end_are_found((events, head) in chain(), more in event(), keep in any::<proptest::sample::Index>()) {
        let kept = keep.index(events.len());
        prop_assert_eq!(
            verify(&events[..kept], head, None),
            Err(Break { position: events[kept].position, fault: Fault::Truncated })
        );
        let mut longer = events;
        longer.push(more);
        let (longer, _) = linked(longer);
        let position = head.position + 1;
        prop_assert_eq!(verify(&longer, head, None), Err(Break { position, fault: Fault::Inserted }));
    }

    #[test]
    fn a_history_written_anew_is_found_by_a_noted_head((mut events, noted) in chain(), at in any::<proptest::sample::Index>(), which in 0..16_usize, cut in any::<bool>()) {
        let index = at.index(events.len());
        if cut {
            events.truncate(index);
        } else {
            edit(&mut events[index], which);
            // The ids are given by position, so that an edit of them alone would be undone.
            events[index].words.push('x');
        }
        let (events, head) = linked(events);
        prop_assert_eq!(verify(&events, head, None), Ok(head));
        let expected = if cut {
            Break { position: head.position + 1, fault: Fault::Truncated }
        } else {
            Break { position: noted.position, fault: Fault::Rewritten }
        };
        prop_assert_eq!(verify(&events, head, Some(noted)), Err(expected));
    }
}

#[test]
fn absent_and_empty_and_the_border_between_fields_all_count() {
    let (events, _) = linked(vec![ChainedEvent {
        position: 0,
        previous_hash: EventHash::GENESIS,
        hash: EventHash::GENESIS,
        id: 0,
        at_micros: 0,
        kind: "ab".to_owned(),
        person_id: None,
        actor_name: Some(String::new()),
        actor_email: None,
        address: None,
        via: "c".to_owned(),
        request_id: None,
        role_id: None,
        role_name: None,
        buckets: vec!["a".to_owned(), "b".to_owned()],
        words: "w".to_owned(),
        comment: None,
        before: None,
        after: None,
    }]);
    let event = &events[0];
    let hashes = [
        event.clone(),
        ChainedEvent {
            actor_name: None,
            ..event.clone()
        },
        ChainedEvent {
            actor_name: None,
            actor_email: Some(String::new()),
            ..event.clone()
        },
        ChainedEvent {
            buckets: vec!["ab".to_owned()],
            ..event.clone()
        },
        ChainedEvent {
            buckets: vec!["ab".to_owned(), String::new()],
            ..event.clone()
        },
        ChainedEvent {
            kind: "a".to_owned(),
            via: "bc".to_owned(),
            ..event.clone()
        },
    ]
    .map(|event| event.computed_hash().to_string());
    let mut different = hashes.to_vec();
    different.sort_unstable();
    different.dedup();
    assert_eq!(different.len(), hashes.len());
}
