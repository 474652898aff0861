//! The language of a person: what they have chosen, else what they last signed in with.

use axum::{body::Body, http::Request};
use http::{StatusCode, header};
use roleport_lang::Language;
use roleport_server::store::people;
use sqlx::PgPool;

use crate::{
    authorization::signed_in,
    support::{
        portal::{Answer, generous, portal, send},
        world,
    },
};

/// What the switch at the end of a page sends.
async fn choose(pool: &PgPool, cookie: &str, language: &str) -> Answer {
    let request = Request::builder()
        .method("POST")
        .uri("/language")
        .header("sec-fetch-site", "same-origin")
        .header(header::COOKIE, cookie)
        .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
        .body(Body::from(format!("language={language}&next=/roles")))
        .unwrap();
    send(&portal(pool, generous()), request).await
}

/// The languages of all people, by their names.
async fn kept(pool: &PgPool) -> Vec<(String, String)> {
    sqlx::query_as("select name, language from people where language <> 'en' order by name")
        .fetch_all(pool)
        .await
        .unwrap()
}

#[sqlx::test(migrations = "../migrations")]
async fn what_a_person_chooses_is_theirs_whatever_a_browser_wants(pool: PgPool) {
    let world = world(pool).await;
    let id = world.dev.person_id;
    let mut conn = world.pool.acquire().await.unwrap();
    // Until they choose, they are written to as their browser wanted it at the last sign-in.
    for language in [Language::German, Language::English, Language::German] {
        let met = people::meet_language(&mut conn, id, language).await;
        assert_eq!(met.unwrap(), None);
    }
    let german = |name: &str| (name.to_owned(), "de".to_owned());
    assert_eq!(kept(&world.pool).await, [german("dev")]);

    let cookie = signed_in(&world.pool, &world.ops).await;
    let answer = choose(&world.pool, &cookie, "de").await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER, "{answer:?}");
    assert_eq!(answer.headers[header::LOCATION], "/roles");
    let mut cookies = answer.headers.get_all(header::SET_COOKIE).iter();
    assert!(cookies.any(|set| set.to_str().unwrap().starts_with("roleport-language=de;")));
    assert_eq!(kept(&world.pool).await, [german("dev"), german("ops")]);

    // The provider tells of them again, and another browser wants English.
    let id = world.ops.person_id;
    crate::support::person(&world.pool, "ops", &world.ops.roles).await;
    let met = people::meet_language(&mut conn, id, Language::English).await;
    assert_eq!(met.unwrap(), Some(Language::German));
    assert_eq!(kept(&world.pool).await, [german("dev"), german("ops")]);

    choose(&world.pool, &cookie, "en").await;
    let met = people::meet_language(&mut conn, id, Language::German).await;
    assert_eq!(met.unwrap(), Some(Language::English));
    assert_eq!(kept(&world.pool).await, [german("dev")]);
}

#[sqlx::test(migrations = "../migrations")]
async fn a_choice_of_nobody_in_particular_stays_in_the_browser(pool: PgPool) {
    let world = world(pool).await;
    let answer = choose(&world.pool, "", "de").await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER, "{answer:?}");
    let cookie = answer.headers[header::SET_COOKIE].to_str().unwrap();
    assert!(cookie.starts_with("roleport-language=de;"), "{cookie}");
    assert_eq!(kept(&world.pool).await, []);
}

#[sqlx::test(migrations = "../migrations")]
async fn each_language_can_be_kept(pool: PgPool) {
    let world = world(pool).await;
    for language in Language::ALL {
        let chosen = world.service.choose_language(&world.dev, language).await;
        chosen.unwrap();
    }
}
