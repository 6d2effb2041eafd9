//! A municipality's logo: sent as a file, drawn anew, on every page, and refused in words.

use crate::support::{Answer, Browser, OTHER_HOST, TestSite};
use axum::http::{Method, StatusCode, header};
use db::rows;
use frame::access::model::Role;
use ground::Locale;
use image::{DynamicImage, ImageFormat, Rgba, RgbaImage};
use std::io::Cursor;

const PAGE: &str = "/admin/municipality/logo";
const SAVE: &str = "/admin/municipality/logo/save";
const REMOVE: &str = "/admin/municipality/logo/remove";

fn picture(width: u32, height: u32, kind: ImageFormat) -> Vec<u8> {
    let mut bytes = Cursor::new(Vec::new());
    let picture = DynamicImage::from(RgbaImage::from_pixel(width, height, Rgba([20, 90, 60, 255])));
    let picture = if kind == ImageFormat::Jpeg { picture.into_rgb8().into() } else { picture };
    picture.write_to(&mut bytes, kind).unwrap();
    bytes.into_inner()
}

/// Sends the form as a browser does: texts first, then the file under its own name.
async fn send(browser: &mut Browser, fields: &[(&str, &str)], name: &str, file: &[u8]) -> Answer {
    let mut body = Vec::new();
    for (name, value) in fields {
        body.extend_from_slice(
            format!("--edge\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n").as_bytes(),
        );
    }
    let head = format!(
        "--edge\r\nContent-Disposition: form-data; name=\"picture\"; filename=\"{name}\"\r\nContent-Type: image/png\r\n\r\n"
    );
    body.extend_from_slice(head.as_bytes());
    body.extend_from_slice(file);
    body.extend_from_slice(b"\r\n--edge--\r\n");
    let headers = [("content-type", "multipart/form-data; boundary=edge"), ("sec-fetch-site", "same-origin")];
    let answer = browser.request(Method::POST, SAVE, body, &headers).await;
    browser.follow(answer).await
}

fn shown(page: &Answer) -> Vec<String> {
    page.attributes("header .logo img", "src")
}

async fn logged(site: &TestSite) -> Vec<String> {
    let mut tx = site.ctx.db.read().await.unwrap();
    let sql = "SELECT action FROM audit_entry WHERE action LIKE 'logo.%' ORDER BY action";
    rows!(&mut tx, (String,), sql).unwrap().into_iter().map(|(action,)| action).collect()
}

app::db_test!(a_logo_is_on_every_page_until_it_is_removed, |db| async {
    let site = TestSite::new(db).await;
    let mut admin = site.signed_in(Role::Administrator).await;
    let page = admin.open("/admin/municipality").await;
    assert_eq!(page.attributes("main a[rel=external]", "href"), [PAGE]);
    let page = admin.open(PAGE).await;
    assert_eq!((shown(&page), page.attributes("script[type=module]", "type")), (vec![], vec![]));
    assert_eq!(page.attributes(&format!("form[action='{SAVE}']"), "enctype"), ["multipart/form-data"]);
    assert!(page.attributes(&format!("form[action='{REMOVE}']"), "action").is_empty(), "there is none");

    // Twice by a trembling hand: once.
    for _ in 0..2 {
        let saved =
            send(&mut admin, &[("key", "one"), ("alt", "")], "vapen.png", &picture(600, 300, ImageFormat::Png)).await;
        assert_eq!((saved.status, saved.texts(".success")), (StatusCode::OK, vec!["Logotypen är sparad.".to_owned()]));
    }
    assert_eq!(logged(&site).await, ["logo.set"]);
    let start = site.browser().get("/").await;
    assert_eq!(start.attributes("header .logo img", "alt"), ["Älvstads kommun"], "no words: the name");
    assert_eq!(start.attributes("header .logo img", "width"), ["128"]);
    assert_eq!(start.attributes("header .logo img", "height"), ["64"]);
    assert_eq!(start.texts("header .brand small"), ["Älvstads kommun"], "beside the name, not in its place");
    let first = shown(&start).remove(0);
    for (role, path) in [(Role::Senior, "/home"), (Role::Volunteer, "/volunteer"), (Role::Coordinator, "/staff")] {
        assert_eq!(shown(&site.signed_in(role).await.get(path).await), [first.as_str()], "{path}");
    }
    assert_eq!(shown(&site.browser().get("/no-such-page").await), [first.as_str()]);
    assert_eq!(shown(&site.browser().get("/staff").await), [first.as_str()], "a refusal, too");
    assert_eq!(shown(&site.browser().get("/offline").await), [""; 0], "what is kept names no file that is not");

    // The file: ours, for everybody, for good, without a cookie.
    let file = admin.get(&first).await;
    assert_eq!((file.status, file.header("content-type")), (StatusCode::OK, "image/png"));
    assert_eq!(file.header("cache-control"), "public, max-age=31536000, immutable");
    assert_eq!(file.header("x-content-type-options"), "nosniff");
    assert!(!file.headers.contains_key(header::SET_COOKIE));
    let mut stranger = site.browser();
    OTHER_HOST.clone_into(&mut stranger.host);
    assert_eq!(stranger.get(&first).await.status, StatusCode::NOT_FOUND);
    assert_eq!(shown(&stranger.get("/").await), [""; 0]);
    for none in ["/municipality/logo/00", "/municipality/logo/%00", "/municipality/logo/..%2f"] {
        assert_eq!(stranger.get(none).await.status, StatusCode::NOT_FOUND, "{none}");
    }

    // New words for the same picture.
    let words = send(&mut admin, &[("key", "two"), ("alt", "Älvstads \"vapen\" <b>")], "", b"").await;
    assert_eq!(words.attributes("header .logo img", "alt"), ["Älvstads \"vapen\" <b>"]);
    assert_eq!(words.attributes("input[name=alt]", "value"), ["Älvstads \"vapen\" <b>"]);
    assert_eq!(shown(&words), [first.as_str()]);

    // A colleague has another: the last one stands, and both are in the log.
    let mut colleague = site.browser();
    colleague.sign_in(&site.add(&site.municipality, Role::Administrator).await).await;
    let other = send(&mut colleague, &[("key", "three")], "vapen.jpg", &picture(40, 40, ImageFormat::Jpeg)).await;
    let second = shown(&other).remove(0);
    assert_ne!(first, second);
    assert_eq!(other.attributes("header .logo img", "width"), ["40"], "no larger than it is");
    assert_eq!(site.browser().get(&first).await.status, StatusCode::NOT_FOUND);
    assert_eq!(site.browser().get(&second).await.status, StatusCode::OK);

    for _ in 0..2 {
        let removed = admin.post(REMOVE, &[("key", "four")]).await;
        let removed = admin.follow(removed).await;
        assert_eq!((shown(&removed), removed.texts(".success")), (vec![], vec!["Logotypen är borttagen.".to_owned()]));
    }
    assert_eq!(logged(&site).await, ["logo.remove", "logo.set", "logo.set", "logo.set"]);
    assert_eq!(site.browser().get(&second).await.status, StatusCode::NOT_FOUND);
    // Words alone, from a page that was open meanwhile.
    let late = send(&mut admin, &[("key", "five"), ("alt", "Vapen")], "", b"").await;
    assert_eq!(late.attributes(".summary a", "href"), ["#picture"]);
});

app::db_test!(what_is_no_logo_is_refused_in_words, |db| async {
    let site = TestSite::new(db).await;
    let mut admin = site.signed_in(Role::Administrator).await;
    let noise: Vec<u8> = (0..300_000_u32).map(|number| number.wrapping_mul(2_654_435_761).to_le_bytes()[3]).collect();
    let svg = b"<svg xmlns=\"http://www.w3.org/2000/svg\"><script>alert(1)</script></svg>";
    let gif = b"GIF89a\x01\0\x01\0\x80\0\0\0\0\0\0\0\0,\0\0\0\0\x01\0\x01\0\0\x02\x02D\x01\0;";
    let many = [0_u8].repeat(3_000_000);
    let cases: [(&str, &[u8], &str); 8] = [
        ("nothing chosen", b"", "Välj en bild."),
        ("SVG", svg, "Bilden går inte att läsa."),
        ("GIF", gif, "Bilden går inte att läsa."),
        ("half a PNG", &picture(60, 40, ImageFormat::Png)[..60], "Bilden går inte att läsa."),
        ("too many bytes", &noise[..200_001], "Bilden är för stor."),
        ("more than a form may hold", &noise, "Bilden är för stor."),
        ("a photograph", &many, "Bilden är för stor."),
        ("too wide", &picture(1_201, 10, ImageFormat::WebP), "Bilden är för bred eller för hög."),
    ];
    for (what, file, wrong) in cases {
        let refused = send(&mut admin, &[("key", what), ("alt", "Kommunens vapen")], "vapen.png", file).await;
        assert_eq!((refused.status, refused.path.split('?').next()), (StatusCode::OK, Some(PAGE)), "{what}");
        assert_eq!(refused.attributes(".summary a", "href"), ["#picture"], "{what}");
        assert!(refused.texts(".summary a")[0].starts_with(wrong), "{what}: {:?}", refused.texts(".summary a"));
        assert_eq!(
            refused.attributes("input[name=alt]", "value"),
            ["Kommunens vapen"],
            "{what}: nothing typed is lost"
        );
    }
    // In the reader's language.
    admin.post("/language", &[("locale", Locale::Fi.tag())]).await;
    let refused = send(&mut admin, &[("key", "fi")], "", b"").await;
    assert_eq!(refused.texts(".summary a"), ["Valitse kuva."]);
    // Longer than anybody waits for, and what is no form with a file at all.
    let endless = vec![0; 17 * 1024 * 1024];
    let headers = [("content-type", "multipart/form-data; boundary=edge"), ("sec-fetch-site", "same-origin")];
    let answer = admin.request(Method::POST, SAVE, endless, &headers).await;
    assert_eq!((answer.status, answer.header("connection")), (StatusCode::PAYLOAD_TOO_LARGE, "close"));
    for headers in [&headers[..], &[("content-type", "multipart/form-data"), headers[1]], &headers[1..]] {
        let answer = admin.request(Method::POST, SAVE, "--edge\r\nalt", headers).await;
        assert_eq!(answer.status, StatusCode::SEE_OTHER, "{headers:?}");
    }
    // Nobody else, whatever they bring.
    for role in [Role::Senior, Role::Volunteer, Role::Coordinator] {
        let mut browser = site.signed_in(role).await;
        let refused = send(&mut browser, &[("key", "x")], "vapen.png", &picture(60, 40, ImageFormat::Png)).await;
        assert_eq!(refused.status, StatusCode::FORBIDDEN, "{role:?}");
    }
    assert_eq!(logged(&site).await, [""; 0]);
});

app::db_test!(a_press_that_comes_twice_at_the_same_moment_counts_once, |db| async {
    let site = TestSite::new(db).await;
    let (mut one, mut same) = (site.signed_in(Role::Administrator).await, site.signed_in(Role::Administrator).await);
    let file = picture(60, 40, ImageFormat::Png);
    let fields = [("key", "one"), ("alt", "")];
    let (first, second) =
        tokio::join!(send(&mut one, &fields, "vapen.png", &file), send(&mut same, &fields, "vapen.png", &file));
    assert_eq!([first, second].map(|saved| saved.texts(".success").len()), [1, 1], "both are told that it is saved");
    assert_eq!(logged(&site).await, ["logo.set"]);
    let fields = [("key", "two")];
    let (first, second) = tokio::join!(one.post(REMOVE, &fields), same.post(REMOVE, &fields));
    assert_eq!([first.status, second.status], [StatusCode::SEE_OTHER; 2]);
    assert_eq!(logged(&site).await, ["logo.remove", "logo.set"]);
});
