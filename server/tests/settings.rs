//! How somebody reads: what a device keeps, what the account keeps, and what holds where both say something.

use crate::support::{Answer, Browser, TestSite};
use axum::http::StatusCode;
use frame::{
    access::model::Role,
    context::{Config, Program, SiteFiles, Worker},
};
use std::sync::Arc;

/// What stands in the first tag of a page about how it looks.
fn look(answer: &Answer) -> String {
    assert_eq!(answer.status, StatusCode::OK, "{}", answer.body);
    let said = ["lang", "data-text", "data-theme", "data-listen", "data-density"].map(|name| {
        answer.attributes("html", name).first().map(|value| format!("{name}={value} ")).unwrap_or_default()
    });
    said.concat().trim_end().to_owned()
}

fn scheme(answer: &Answer) -> String {
    answer.attributes("meta[name=color-scheme]", "content").concat()
}

async fn choose(browser: &mut Browser, fields: &[(&str, &str)]) -> Answer {
    let page = browser.open("/settings").await;
    browser.submit(&page, "/settings", fields).await
}

const ALL: [(&str, &str); 5] =
    [("text", "3"), ("theme", "contrast"), ("listen", "off"), ("locale", "fi"), ("compact", "on")];

app::db_test!(the_account_keeps_what_was_chosen_for_every_device, |db| async {
    let site = TestSite::new(db).await;
    let mut tablet = site.signed_in(Role::Senior).await;
    assert_eq!(look(&tablet.open("/home").await), "lang=sv");
    let saved = choose(&mut tablet, &ALL).await;
    let chosen = "lang=fi data-text=3 data-theme=contrast data-listen=off";
    assert_eq!(look(&saved), chosen);
    assert_eq!(saved.texts(".box.success p").len(), 2, "it is said that it was saved");
    assert_eq!(scheme(&saved), "dark");
    let colours = saved.attributes("meta[name=theme-color]", "content");
    assert_eq!(colours, ["#000000"]);
    for (name, value) in [("text", "3"), ("theme", "contrast"), ("listen", "off"), ("locale", "fi")] {
        let checked = saved.attributes(&format!("input[name={name}][checked]"), "value");
        assert_eq!(checked, [value], "{name}");
    }
    // Signed out, the device knows it still; another device knows nothing before the sign-in, and all after.
    tablet.post("/sign-out", &[]).await;
    assert_eq!(look(&tablet.open("/").await), chosen);
    let mut phone = site.browser();
    phone.cookies =
        [("theme", "light"), ("text", "2"), ("lang", "en")].map(|(a, b)| (a.to_owned(), b.to_owned())).into();
    assert_eq!(look(&phone.open("/").await), "lang=en data-text=2 data-theme=light");
    phone.sign_in(site.person(Role::Senior)).await;
    assert_eq!(look(&phone.open("/home").await), chosen);
    // An error is a page too.
    let refused = phone.open("/staff").await;
    assert_eq!(refused.attributes("html", "data-theme"), ["contrast"]);
    assert!(refused.attributes("footer .links a", "href").contains(&"/settings".to_owned()));
    let own = phone.get("/me/data.json").await;
    let own: serde_json::Value = serde_json::from_str(&own.body).unwrap();
    let reads = serde_json::json!({
        "text_size": "3", "colours": "contrast", "listening": false, "compact_lists": null,
    });
    assert_eq!(own["person"]["language"], "fi");
    assert_eq!(own["reads"], reads);
});

app::db_test!(easy_swedish_is_swedish_in_other_words, |db| async {
    let site = TestSite::new(db).await;
    let mut tablet = site.signed_in(Role::Senior).await;
    let plain = tablet.open("/home").await.texts("main p");
    tablet.post("/language", &[("locale", "sv-x-lattlast")]).await;
    let easy = tablet.open("/home").await;
    assert_eq!(look(&easy), "lang=sv-x-lattlast");
    assert_eq!(easy.texts("footer .langs button[aria-current]"), ["Lättläst svenska"]);
    assert_ne!(easy.texts("main p"), plain, "it has words of its own");
    // The account keeps it, beside its language; another language ends it.
    let mut phone = site.browser();
    phone.sign_in(site.person(Role::Senior)).await;
    assert_eq!(look(&phone.open("/home").await), "lang=sv-x-lattlast");
    let own: serde_json::Value = serde_json::from_str(&phone.get("/me/data.json").await.body).unwrap();
    assert_eq!(own["person"]["language"], "sv-x-lattlast");
    phone.post("/language", &[("locale", "sv")]).await;
    assert_eq!(look(&tablet.open("/home").await), "lang=sv");
});

app::db_test!(only_a_demonstration_is_tried_from_the_right, |db| async {
    let mut site = TestSite::new(db).await;
    let mut browser = site.signed_in(Role::Senior).await;
    browser.cookies.insert("lang".to_owned(), "ar-XB".to_owned());
    let page = browser.open("/home").await;
    assert_eq!((look(&page), page.attributes("html", "dir")), ("lang=ar-XB".to_owned(), vec!["rtl".to_owned()]));
    site.ctx.config = Arc::new(Config { demo: false, ..(*site.ctx.config).clone() });
    site.router = server::build_router(site.ctx.clone());
    let mut browser = site.browser();
    browser.cookies.insert("lang".to_owned(), "ar-XB".to_owned());
    let page = browser.open("/").await;
    assert_eq!((look(&page), page.attributes("html", "dir")), ("lang=sv".to_owned(), vec!["ltr".to_owned()]));
});

app::db_test!(what_is_not_a_choice_changes_nothing, |db| async {
    let site = TestSite::new(db).await;
    let mut browser = site.signed_in(Role::Volunteer).await;
    choose(&mut browser, &ALL).await;
    let wrong = [("text", "9"), ("theme", "pink\""), ("listen", "yes"), ("locale", "xx"), ("compact", "3")];
    let same = choose(&mut browser, &wrong).await;
    assert_eq!(look(&same), "lang=fi data-text=3 data-theme=contrast data-listen=off");
    assert_eq!(browser.post("/settings", &[]).await.status, StatusCode::SEE_OTHER);
    assert_eq!(look(&browser.open("/volunteer").await), "lang=fi data-text=3 data-theme=contrast data-listen=off");
    browser.cookies.clear();
    browser.cookies.insert("theme".to_owned(), "\"><script>".to_owned());
    assert_eq!(look(&browser.open("/settings").await), "lang=sv");
});

app::db_test!(close_rows_are_for_staff, |db| async {
    let site = TestSite::new(db).await;
    let mut lena = site.signed_in(Role::Coordinator).await;
    let saved = choose(&mut lena, &[("compact", "on")]).await;
    assert_eq!(look(&saved), "lang=sv data-density=compact");
    assert_eq!(look(&lena.open("/staff/requests").await), "lang=sv data-density=compact");
    let saved = choose(&mut lena, &[("compact", "off")]).await;
    assert_eq!(look(&saved), "lang=sv");
    let mut nobody = site.browser();
    assert!(nobody.open("/settings").await.attributes("[name=compact]", "value").is_empty());
});

app::db_test!(the_language_of_the_footer_is_kept_too, |db| async {
    let site = TestSite::new(db).await;
    let mut browser = site.signed_in(Role::Senior).await;
    let page = browser.open("/requests").await;
    let page = browser.submit(&page, "/language", &[("locale", "en")]).await;
    assert_eq!((look(&page), page.path.as_str()), ("lang=en".to_owned(), "/requests"));
    let elsewhere = site.signed_in(Role::Senior).await.open("/home").await;
    assert_eq!(look(&elsewhere), "lang=en");
});

app::db_test!(choices_of_two_devices_at_the_same_moment_are_one_of_the_two, |db| async {
    let site = TestSite::new(db).await;
    let (mut tablet, mut phone) = (site.signed_in(Role::Senior).await, site.signed_in(Role::Senior).await);
    let other = [("text", "2"), ("theme", "dark"), ("listen", "on"), ("locale", "en")];
    let (one, two) = tokio::join!(tablet.post("/settings", &ALL), phone.post("/settings", &other));
    assert_eq!([one.status, two.status], [StatusCode::SEE_OTHER; 2]);
    let kept = look(&site.signed_in(Role::Senior).await.open("/home").await);
    let either = ["lang=fi data-text=3 data-theme=contrast data-listen=off", "lang=en data-text=2 data-theme=dark"];
    assert!(either.contains(&kept.as_str()), "never half of each: {kept}");
    // The same press twice.
    for (path, fields) in [("/settings/text", [("text", "1")]), ("/language", [("locale", "sv")])] {
        let (one, two) = tokio::join!(tablet.post(path, &fields), phone.post(path, &fields));
        assert_eq!([one.status, two.status], [StatusCode::SEE_OTHER; 2], "{path}");
    }
    let kept = look(&site.signed_in(Role::Senior).await.open("/home").await);
    assert!(kept.starts_with("lang=sv ") && !kept.contains("data-text"), "the first size is the usual one: {kept}");
});

app::db_test!(a_new_device_is_asked_once_how_one_wants_to_read, |db| async {
    let site = TestSite::new(db).await;
    let asks = |answer: &Answer| !answer.attributes("form[action='/settings/text']", "action").is_empty();
    // Not now: this device does not ask again, whoever is there.
    let mut tablet = site.browser();
    let start = tablet.open("/").await;
    assert!(asks(&start));
    let start = tablet.submit(&start, "/settings/text", &[("text", "")]).await;
    assert_eq!((look(&start), start.path.as_str(), asks(&start)), ("lang=sv".to_owned(), "/", false));
    tablet.sign_in(site.person(Role::Senior)).await;
    assert!(!asks(&tablet.open("/home").await));
    // Another one does, and what is chosen there holds everywhere.
    let mut phone = site.signed_in(Role::Senior).await;
    let home = phone.open("/home").await;
    assert!(asks(&home));
    let home = phone.submit(&home, "/settings/text", &[("text", "2")]).await;
    assert_eq!((look(&home), home.path.as_str(), asks(&home)), ("lang=sv data-text=2".to_owned(), "/home", false));
    assert_eq!(look(&tablet.open("/home").await), "lang=sv data-text=2");
    assert!(!asks(&site.signed_in(Role::Senior).await.open("/home").await), "the account has answered");
    assert!(asks(&site.signed_in(Role::Volunteer).await.open("/volunteer").await));
});

app::db_test!(a_page_can_be_read_aloud_unless_that_was_turned_off, |db| async {
    let mut site = TestSite::new(db).await;
    let program = Program { js: "a.js".to_owned(), wasm: "a.wasm".to_owned() };
    let files = SiteFiles {
        programs: ["citizens", "staff"].map(|name| (name.to_owned(), program.clone())).into(),
        worker: Worker { listen: "listen-1.js".to_owned(), ..Worker::default() },
        ..SiteFiles::default()
    };
    site.ctx.config = Arc::new(Config { site: files, ..(*site.ctx.config).clone() });
    site.router = server::build_router(site.ctx.clone());
    // What the script is given: its words, and whether it waits for a program.
    let given = |page: &Answer| {
        let scripts = page.texts("script");
        let begin = "import listen from '/site/listen-1.js';listen(";
        scripts.iter().find_map(|script| script.strip_prefix(begin).map(str::to_owned))
    };
    let mut senior = site.signed_in(Role::Senior).await;
    let home = given(&senior.open("/home").await).unwrap();
    assert!(home.contains("\"listen\":\"Lyssna\"") && home.ends_with("},true)"), "{home}");
    let help = given(&senior.open("/help").await).unwrap();
    assert!(help.ends_with("},false)"), "{help}");
    let mut staff = site.signed_in(Role::Coordinator).await;
    let list = given(&staff.open("/staff").await).unwrap();
    assert!(list.ends_with("},true)"), "{list}");
    choose(&mut senior, &[("listen", "off")]).await;
    for path in ["/home", "/help"] {
        assert_eq!(given(&senior.open(path).await), None, "{path}");
    }
});

app::db_test!(the_design_page_is_for_demonstrations, |db| async {
    let site = TestSite::new(db).await;
    let page = site.browser().get("/design?theme=dark&text=3").await;
    assert_eq!(look(&page), "lang=sv data-text=3 data-theme=dark");
    assert!(page.attributes("script[type=module]", "type").is_empty(), "no program knows it");
    let mut ctx = site.ctx.clone();
    ctx.config = Arc::new(Config { demo: false, ..(*ctx.config).clone() });
    let page = Browser::new(server::build_router(ctx)).get("/design").await;
    assert_eq!(page.status, StatusCode::NOT_FOUND);
    assert!(page.attributes("svg.icon", "class").len() < 10, "nothing of it is shown");
});

app::db_test!(a_municipality_has_its_name_and_its_line_on_every_page, |db| async {
    let site = TestSite::new(db).await;
    let line = |page: &Answer| page.attributes("header .accent path", "fill");
    let mut admin = site.signed_in(Role::Administrator).await;
    let form = admin.open("/admin/municipality").await;
    assert_eq!(line(&form), [""; 0]);
    let hours = [("hours_sv", "9–16"), ("hours_fi", "9–16"), ("hours_en", "9–16")];
    let save = |accent: &'static str| {
        [&[("name", "Älvstads stad"), ("phone", "010-000 00 00"), ("accent", accent)], &hours[..]].concat()
    };
    for wrong in ["red", "#12345", "#7A1F3D\"/><script>", "#7A1F3G"] {
        let refused = admin.submit(&form, "/admin/municipality/save", &save(wrong)).await;
        assert_eq!(refused.attributes(".summary a", "href"), ["#accent"], "{wrong}");
    }
    let saved = admin.submit(&form, "/admin/municipality/save", &save("7a1f3d")).await;
    assert_eq!(line(&saved), ["#7A1F3D"]);
    let start = site.browser().get("/").await;
    assert_eq!(
        (line(&start), start.texts("header .brand small")),
        (vec!["#7A1F3D".to_owned()], vec!["Älvstads stad".to_owned()])
    );
    // A page from before the line was there has not taken it away; the page that shows it does.
    let old = admin.submit(&form, "/admin/municipality/save", &save("")).await;
    assert_eq!(line(&old), ["#7A1F3D"]);
    let saved = admin.submit(&old, "/admin/municipality/save", &save(" ")).await;
    assert_eq!(line(&saved), [""; 0]);
});
