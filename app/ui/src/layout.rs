//! What stands around every page: skip link, header with navigation, demo banner, footer with the phone number.

use super::{Icon, IconName, Mark, PostForm, tel};
use crate::boot::Boot;
use ground::{
    Locale,
    text::{Texts, k},
};
use leptos::prelude::*;
use leptos_router::hooks::use_location;

/// So long one may wait for a page before it is said that one waits.
#[cfg(feature = "hydrate")]
const PATIENCE: std::time::Duration = std::time::Duration::from_secs(1);

/// Says that the next page is on its way, to eyes and ears, when it takes longer than a moment: on a slow line nobody should
/// have to wonder whether the press was felt.
#[cfg(feature = "hydrate")]
pub fn tell_waiting(waiting: ReadSignal<bool>) {
    let texts = Texts::current();
    let tell = move |line: &str| {
        if let Some(region) = document().get_element_by_id("announce") {
            region.set_class_name(if line.is_empty() { "vh" } else { "waiting" });
            region.set_text_content(Some(line));
        }
    };
    Effect::new(move |_| {
        if waiting.get() {
            set_timeout(
                move || {
                    if waiting.get_untracked() {
                        tell(texts.s(k::common::LOADING));
                    }
                },
                PATIENCE,
            );
        } else {
            tell("");
        }
    });
}

/// A municipality's line under the header. A picture, because its colour is no colour of ours and no page may bring a style of its own.
fn accent(colour: String) -> AnyView {
    view! {
        <svg class="accent" viewBox="0 0 1 1" preserveAspectRatio="none" aria-hidden="true" focusable="false"><path fill=colour d="M0 0h1v1H0z"></path></svg>
    }
    .into_any()
}

/// A municipality's logo, as [`frame::access::model::Logo::html`] writes it: its words are escaped there.
fn logo(html: String) -> AnyView {
    view! { <span class="logo" inner_html=html></span> }.into_any()
}

/// The frame of every page.
#[component]
pub fn Layout(
    /// The page.
    children: Children,
) -> impl IntoView {
    let texts = Texts::current();
    let boot = expect_context::<Boot>();
    let path = use_location().pathname;
    let phone_link = tel(&boot.phone);
    let person = boot.person.clone();
    view! {
        <a class="skip" href="#main" rel="external">{texts.s(k::common::SKIP)}</a>
        {boot.demo.then(|| view! {
            <aside class="demo-banner" aria-label=texts.plain(k::common::DEMO_LABEL)><p>{texts.s(k::common::DEMO_BANNER)} " " <a href="/demo">{texts.s(k::common::DEMO_CHOOSE)}</a></p></aside>
        })}
        <header class="site">
            <div class="wrap">
                <a class="brand" href="/"><Mark/><span translate="no">"Handslag"<small>{boot.municipality.clone()}</small></span></a>
                {boot.logo.map(logo)}
                {(!boot.menu.is_empty()).then(|| view! {
                    <nav class="main" aria-label=texts.plain(k::common::NAV_LABEL)>
                        <ul>
                            {boot.menu.into_iter().map(|(href, words)| view! {
                                <li><a href=href.clone() aria-current=move || (path.get() == href).then_some("page")>{words}</a></li>
                            }).collect_view()}
                        </ul>
                    </nav>
                })}
                {person.map(|person| view! {
                    <div class="who">
                        <a href="/notifications"><Icon name=IconName::Message/>{if person.unread > 0 {
                            texts.n(k::common::UNREAD_ONE, k::common::UNREAD_MANY, person.unread)
                        } else {
                            texts.s(k::common::NOTIFICATIONS).to_owned()
                        }}</a>
                        <a href="/me"><Icon name=IconName::Person/><span translate="no">{person.name}</span></a>
                    </div>
                })}
            </div>
            {boot.accent.map(accent)}
        </header>
        <main id="main" class="wrap" tabindex="-1">
            {boot.kept.map(|html| view! { <div class="box info" data-kept inner_html=html></div> })}
            {children()}
        </main>
        <footer class="site">
            <div class="wrap">
                <p class="help">
                    <span>{texts.s(k::common::HELP_CALL)}</span>
                    <a href=phone_link rel="external"><Icon name=IconName::Phone/><span translate="no">{boot.phone}</span></a>
                    <span>{boot.hours}</span>
                </p>
                <p class="danger-line">{texts.s(k::common::DANGER)}</p>
                <PostForm action="/language" plain=true class="langs" label=texts.s(k::common::LANGUAGE)>
                    {Locale::ALL.into_iter().map(|locale| view! {
                        <button type="submit" name="locale" value=locale.tag() lang=locale.tag() class="btn btn-link"
                            aria-current=(locale == texts.locale).then_some("true")>{locale.own_name()}</button>
                    }).collect_view()}
                </PostForm>
                <ul class="links">
                    <li><a href="/settings" rel="external"><Icon name=IconName::Settings/>{texts.s(k::common::SETTINGS)}</a></li>
                    {[
                        ("/help", k::common::FOOTER_HELP),
                        ("/accessibility", k::common::FOOTER_ACCESSIBILITY),
                        ("/privacy", k::common::FOOTER_PRIVACY),
                    ].map(|(href, key)| view! { <li><a href=href rel="external">{texts.s(key)}</a></li> }).collect_view()}
                </ul>
            </div>
        </footer>
        <div id="announce" class="vh" aria-live="polite" role="status"></div>
    }
    .into_any()
}
