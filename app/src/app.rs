//! The router and the route table: a line a page. The server knows all pages; a browser loads those of citizens or those of staff.

use crate::demo_door::pages::DemoPage;
use desk::{
    agenda::pages::{AgendaPage, StaffVisitPage, VisitAskPage},
    concerns::pages::{ConcernAboutPage, ConcernPage, ConcernSentPage, ConcernsPage, NewConcernPage},
    register::pages::{PeoplePage, PersonPage},
    review::pages::{DeclinePage, NewRequestPage, StaffRequestPage, StaffRequestsPage, TodoPage},
    volunteers::pages::{StaffVolunteerPage, VolunteersPage},
};
#[cfg(feature = "ssr")]
use desk::{
    agenda::pages::{PaperCardPage, PaperDayPage},
    review::pages::{FiltersPage, KeysPage, ResultsPage},
};
use frame::messages::pages::NotificationsPage;
#[cfg(feature = "ssr")]
use help::for_volunteers::pages::{KeptReportPage, KeptVisitPage};
use help::{
    for_seniors::pages::{
        SeniorCancelPage, SeniorFeedbackPage, SeniorVisitPage, SeniorWordPage,
        ask::{CallPage, DaysPage, MorePage, ReviewPage, TimePage, WhatPage, WherePage},
        follow::{RequestCancelPage, RequestPage, RequestsPage, SentPage},
        home::HomePage,
    },
    for_volunteers::pages::{
        BoardTaskPage, CannotComePage, HistoryPage, MyTasksPage, OfferPage, VisitReportPage, VolunteerHomePage,
        VolunteerVisitPage,
    },
    vetting::pages::{JoinPage, JoinThanksPage, ProfilePage},
};
use insight::figures::pages::FiguresPage;
use leptos::prelude::*;
use leptos_meta::provide_meta_context;
use leptos_router::{
    SsrMode,
    any_nested_route::{AnyNestedRoute, IntoAnyNestedRoute},
    components::{FlatRoutes, Route, Router},
    path,
};
use people::{
    me::pages::MePage,
    settings::pages::SettingsPage,
    sign_in::pages::{SignInLinkPage, StartPage},
};
use town::admin::pages::{AdminPage, AreaPage, AreasPage, MunicipalityPage};
#[cfg(feature = "ssr")]
use town::{
    admin::pages::{KindPage, KindsPage, LogoPage, RoleEndPage, RolesPage},
    help_pages::pages::{
        AccessibilityPage, BarriersPage, CoordinatorHelpPage, HelpPage, PrivacyPage, SeniorHelpPage, VolunteerHelpPage,
    },
    offline::{self, pages::OfflinePage},
};
#[cfg(feature = "ssr")]
use ui::boot::View;
use ui::{Layout, NotFound};

/// The program that knows a page, in the browser of somebody with this view. A page that none knows is whole without one.
#[cfg(feature = "ssr")]
pub fn program(path: &str, view: View) -> Option<&'static str> {
    let bare = [
        "/help",
        "/accessibility",
        "/kept",
        "/privacy",
        "/admin/barriers",
        "/admin/kinds",
        "/admin/municipality/logo",
        "/admin/roles",
        "/staff/filters",
        "/staff/help",
        "/staff/print",
        "/staff/results",
        town::design::PATH,
    ];
    let is = |start: &&str| path.strip_prefix(*start).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'));
    match (path, view) {
        _ if bare.iter().any(is) || offline::api::is_kept(path) => None,
        ("/settings", View::Coordinator) => None,
        (_, View::Coordinator) => Some("staff"),
        _ => Some("citizens"),
    }
}

/// All pages: what the server shows. Needs `Texts` and `Boot` as contexts.
#[cfg(feature = "ssr")]
#[component]
pub fn App() -> impl IntoView {
    view! {
        <Frame>
            <FlatRoutes fallback=NotFound>
                <SharedRoutes/>
                <CitizenRoutes/>
                <StaffRoutes/>
                <BareRoutes/>
            </FlatRoutes>
        </Frame>
    }
}

/// What the browser of a senior or a volunteer loads: nobody waits for pages that only coordinators open.
#[cfg(feature = "hydrate")]
#[component]
pub fn CitizenApp() -> impl IntoView {
    view! {
        <Frame>
            <FlatRoutes fallback=NotFound>
                <SharedRoutes/>
                <CitizenRoutes/>
            </FlatRoutes>
        </Frame>
    }
}

/// What the browser of a coordinator or an administrator loads.
#[cfg(feature = "hydrate")]
#[component]
pub fn StaffApp() -> impl IntoView {
    desk::review::keys::listen();
    view! {
        <Frame>
            <FlatRoutes fallback=NotFound>
                <SharedRoutes/>
                <StaffRoutes/>
            </FlatRoutes>
        </Frame>
    }
}

/// The router, and what stands around every page.
#[component]
fn Frame(children: Children) -> impl IntoView {
    provide_meta_context();
    #[cfg(feature = "hydrate")]
    ui::history::listen();
    // The page that one leaves stays until the next one is there: no moment without heading and title.
    let (waiting, set_waiting) = signal(false);
    view! {
        <Router set_is_routing=set_waiting>
            <Navigation waiting=waiting/>
            <Layout>{children()}</Layout>
        </Router>
    }
}

/// Pages of everybody.
#[component(transparent)]
fn SharedRoutes() -> AnyNestedRoute {
    view! {
        <Route path=path!("/") view=StartPage ssr=SsrMode::Async/>
        <Route path=path!("/demo") view=DemoPage ssr=SsrMode::Async/>
        <Route path=path!("/sign-in/:token") view=SignInLinkPage ssr=SsrMode::Async/>
        <Route path=path!("/notifications") view=NotificationsPage ssr=SsrMode::Async/>
        <Route path=path!("/me") view=MePage ssr=SsrMode::Async/>
        <Route path=path!("/concern/new") view=NewConcernPage ssr=SsrMode::Async/>
        <Route path=path!("/concern/:id/sent") view=ConcernSentPage ssr=SsrMode::Async/>
    }
    .into_inner()
    .into_any_nested_route()
}

/// Pages of seniors and volunteers, and the settings: those of staff come without a program (see [`program`]).
#[component(transparent)]
fn CitizenRoutes() -> AnyNestedRoute {
    view! {
        <Route path=path!("/settings") view=SettingsPage ssr=SsrMode::Async/>
        <Route path=path!("/home") view=HomePage ssr=SsrMode::Async/>
        <Route path=path!("/ask/:draft/what") view=WhatPage ssr=SsrMode::Async/>
        <Route path=path!("/ask/:draft/days") view=DaysPage ssr=SsrMode::Async/>
        <Route path=path!("/ask/:draft/time") view=TimePage ssr=SsrMode::Async/>
        <Route path=path!("/ask/:draft/where") view=WherePage ssr=SsrMode::Async/>
        <Route path=path!("/ask/:draft/more") view=MorePage ssr=SsrMode::Async/>
        <Route path=path!("/ask/:draft/call") view=CallPage ssr=SsrMode::Async/>
        <Route path=path!("/ask/:draft/review") view=ReviewPage ssr=SsrMode::Async/>
        <Route path=path!("/requests") view=RequestsPage ssr=SsrMode::Async/>
        <Route path=path!("/requests/:id") view=RequestPage ssr=SsrMode::Async/>
        <Route path=path!("/requests/:id/sent") view=SentPage ssr=SsrMode::Async/>
        <Route path=path!("/requests/:id/cancel") view=RequestCancelPage ssr=SsrMode::Async/>
        <Route path=path!("/visits/:id") view=SeniorVisitPage ssr=SsrMode::Async/>
        <Route path=path!("/visits/:id/code-word") view=SeniorWordPage ssr=SsrMode::Async/>
        <Route path=path!("/visits/:id/cancel") view=SeniorCancelPage ssr=SsrMode::Async/>
        <Route path=path!("/visits/:id/feedback") view=SeniorFeedbackPage ssr=SsrMode::Async/>
        <Route path=path!("/volunteer") view=VolunteerHomePage ssr=SsrMode::Async/>
        <Route path=path!("/volunteer/join") view=JoinPage ssr=SsrMode::Async/>
        <Route path=path!("/volunteer/join/thanks") view=JoinThanksPage ssr=SsrMode::Async/>
        <Route path=path!("/volunteer/profile") view=ProfilePage ssr=SsrMode::Async/>
        <Route path=path!("/volunteer/history") view=HistoryPage ssr=SsrMode::Async/>
        <Route path=path!("/volunteer/offers/:id") view=OfferPage ssr=SsrMode::Async/>
        <Route path=path!("/volunteer/board/:request") view=BoardTaskPage ssr=SsrMode::Async/>
        <Route path=path!("/volunteer/visits") view=MyTasksPage ssr=SsrMode::Async/>
        <Route path=path!("/volunteer/visits/:id") view=VolunteerVisitPage ssr=SsrMode::Async/>
        <Route path=path!("/volunteer/visits/:id/report") view=VisitReportPage ssr=SsrMode::Async/>
        <Route path=path!("/volunteer/visits/:id/cannot-come") view=CannotComePage ssr=SsrMode::Async/>
    }
    .into_inner()
    .into_any_nested_route()
}

/// Pages of coordinators and administrators.
#[component(transparent)]
fn StaffRoutes() -> AnyNestedRoute {
    view! {
        <Route path=path!("/admin") view=AdminPage ssr=SsrMode::Async/>
        <Route path=path!("/admin/municipality") view=MunicipalityPage ssr=SsrMode::Async/>
        <Route path=path!("/admin/areas") view=AreasPage ssr=SsrMode::Async/>
        <Route path=path!("/admin/areas/:id") view=AreaPage ssr=SsrMode::Async/>
        <Route path=path!("/staff/people") view=PeoplePage ssr=SsrMode::Async/>
        <Route path=path!("/staff/people/:id") view=PersonPage ssr=SsrMode::Async/>
        <Route path=path!("/staff/figures") view=FiguresPage ssr=SsrMode::Async/>
        <Route path=path!("/staff/visits") view=AgendaPage ssr=SsrMode::Async/>
        <Route path=path!("/staff/visits/:id") view=StaffVisitPage ssr=SsrMode::Async/>
        <Route path=path!("/staff/visits/:id/ask/:what") view=VisitAskPage ssr=SsrMode::Async/>
        <Route path=path!("/staff/volunteers") view=VolunteersPage ssr=SsrMode::Async/>
        <Route path=path!("/staff/volunteers/:id") view=StaffVolunteerPage ssr=SsrMode::Async/>
        <Route path=path!("/staff/concerns") view=ConcernsPage ssr=SsrMode::Async/>
        <Route path=path!("/staff/concerns/:id") view=ConcernPage ssr=SsrMode::Async/>
        <Route path=path!("/staff/concerns/:id/about") view=ConcernAboutPage ssr=SsrMode::Async/>
        <Route path=path!("/staff") view=TodoPage ssr=SsrMode::Async/>
        <Route path=path!("/staff/requests") view=StaffRequestsPage ssr=SsrMode::Async/>
        <Route path=path!("/staff/requests/new") view=NewRequestPage ssr=SsrMode::Async/>
        <Route path=path!("/staff/requests/:id") view=StaffRequestPage ssr=SsrMode::Async/>
        <Route path=path!("/staff/requests/:id/decline") view=DeclinePage ssr=SsrMode::Async/>
    }
    .into_inner()
    .into_any_nested_route()
}

/// Pages that no program knows: they are read, and seldom, made by plain forms alone, or kept by the service worker. One comes there by
/// links with `rel="external"` and by plain forms.
#[cfg(feature = "ssr")]
#[component(transparent)]
fn BareRoutes() -> AnyNestedRoute {
    view! {
        <Route path=path!("/help") view=HelpPage ssr=SsrMode::Async/>
        <Route path=path!("/help/senior") view=SeniorHelpPage ssr=SsrMode::Async/>
        <Route path=path!("/help/volunteer") view=VolunteerHelpPage ssr=SsrMode::Async/>
        <Route path=path!("/help/coordinator") view=CoordinatorHelpPage ssr=SsrMode::Async/>
        <Route path=path!("/accessibility") view=AccessibilityPage ssr=SsrMode::Async/>
        <Route path=path!("/privacy") view=PrivacyPage ssr=SsrMode::Async/>
        <Route path=path!("/design") view=town::design::DesignPage ssr=SsrMode::Async/>
        <Route path=path!("/kept") view=frame::drafts::kept::pages::KeptPage ssr=SsrMode::Async/>
        <Route path=path!("/admin/barriers") view=BarriersPage ssr=SsrMode::Async/>
        <Route path=path!("/admin/kinds") view=KindsPage ssr=SsrMode::Async/>
        <Route path=path!("/admin/kinds/:id") view=KindPage ssr=SsrMode::Async/>
        <Route path=path!("/admin/municipality/logo") view=LogoPage ssr=SsrMode::Async/>
        <Route path=path!("/admin/roles") view=RolesPage ssr=SsrMode::Async/>
        <Route path=path!("/admin/roles/:id/end") view=RoleEndPage ssr=SsrMode::Async/>
        <Route path=path!("/offline") view=OfflinePage ssr=SsrMode::Async/>
        <Route path=path!("/volunteer/visits/:id/kept") view=KeptVisitPage ssr=SsrMode::Async/>
        <Route path=path!("/volunteer/visits/:id/kept/report") view=KeptReportPage ssr=SsrMode::Async/>
        <Route path=path!("/staff/filters") view=FiltersPage ssr=SsrMode::Async/>
        <Route path=path!("/staff/help/keys") view=KeysPage ssr=SsrMode::Async/>
        <Route path=path!("/staff/print/day") view=PaperDayPage ssr=SsrMode::Async/>
        <Route path=path!("/staff/print/visits/:id") view=PaperCardPage ssr=SsrMode::Async/>
        <Route path=path!("/staff/results/:draft") view=ResultsPage ssr=SsrMode::Async/>
    }
    .into_inner()
    .into_any_nested_route()
}

/// After a navigation within the app: the view of the new path, and (once the page is there) the focus on its heading.
#[component]
fn Navigation(
    /// The next page is being fetched.
    waiting: ReadSignal<bool>,
) -> impl IntoView {
    #[cfg(not(feature = "hydrate"))]
    let _ = waiting;
    #[cfg(feature = "hydrate")]
    {
        use ui::boot::{Boot, View};
        ui::tell_waiting(waiting);
        Effect::new(move |_| {
            if !waiting.get() {
                request_animation_frame(ui::page::focus_after_navigation);
            }
        });
        ui::enhance();
        ui::history::follow();
        let location = leptos_router::hooks::use_location();
        let own = expect_context::<Boot>().view;
        Effect::new(move |before: Option<String>| {
            let path = location.pathname.get();
            let search = location.search.get();
            let address = if search.is_empty() { path.clone() } else { format!("{path}?{search}") };
            if let Some(before) = before.filter(|before| *before != address) {
                if let Some(root) = document().document_element() {
                    let _ = root.set_attribute("data-view", View::of(&path, own).code());
                }
                ui::page::navigated(&address, before.split('?').next() == Some(path.as_str()));
            }
            address
        });
    }
}
