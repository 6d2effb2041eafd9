//! The product's own pictures, drawn in the page: no icon library, no request, and one string each so that they
//! weigh next to nothing in the browser. They never stand alone: visible words beside them carry the meaning,
//! which is why every one is hidden from assistive technology.

use leptos::prelude::*;

/// Which picture.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum IconName {
    Back,
    Phone,
    Plus,
    List,
    Settings,
    Ok,
    Warning,
    Clock,
    Person,
    Place,
    Speaker,
    Close,
    Calendar,
    Heart,
    Home,
    Message,
    Shield,
    Print,
    Download,
    Search,
}

impl IconName {
    /// All of them.
    pub const ALL: &'static [Self] = &[
        Self::Back,
        Self::Phone,
        Self::Plus,
        Self::List,
        Self::Settings,
        Self::Ok,
        Self::Warning,
        Self::Clock,
        Self::Person,
        Self::Place,
        Self::Speaker,
        Self::Close,
        Self::Calendar,
        Self::Heart,
        Self::Home,
        Self::Message,
        Self::Shield,
        Self::Print,
        Self::Download,
        Self::Search,
    ];

    /// Strokes on a grid of 24 with room for a line of 2.5.
    fn path(self) -> &'static str {
        match self {
            Self::Back => "M20 12H4M11 5l-7 7 7 7",
            Self::Phone => {
                "M6.5 3.5h2.8l1.7 4.4-2.2 1.7a12 12 0 0 0 5.6 5.6l1.7-2.2 4.4 1.7v2.8a2.5 2.5 0 0 1-2.7 2.5A16.5 16.5 0 0 1 4 6.2a2.5 2.5 0 0 1 2.5-2.7z"
            }
            Self::Plus => "M12 4v16M4 12h16",
            Self::List => "M9 6h11M9 12h11M9 18h11M4 6h.01M4 12h.01M4 18h.01",
            Self::Settings => {
                "M4 7h9.5M18.5 7H20M4 17h1.5M10.5 17H20M13.5 7a2.5 2.5 0 1 0 5 0a2.5 2.5 0 1 0-5 0M5.5 17a2.5 2.5 0 1 0 5 0a2.5 2.5 0 1 0-5 0"
            }
            Self::Ok => "M4 12.5l5.5 5.5L20 6.5",
            Self::Warning => "M12 3.5L2.5 20h19zM12 10v4M12 17h.01",
            Self::Clock => "M3 12a9 9 0 1 0 18 0a9 9 0 1 0-18 0M12 7v5l3.5 2",
            Self::Person => "M8 7.5a4 4 0 1 0 8 0a4 4 0 1 0-8 0M4 20.5c0-4.5 3-7 8-7s8 2.5 8 7",
            Self::Place => {
                "M12 21.5c-5-5-7.5-8.5-7.5-12a7.5 7.5 0 0 1 15 0c0 3.5-2.5 7-7.5 12zM9.7 9.5a2.3 2.3 0 1 0 4.6 0a2.3 2.3 0 1 0-4.6 0"
            }
            Self::Speaker => "M3.5 9.5v5H7l5.5 4.5V5L7 9.5zM16 9a4.5 4.5 0 0 1 0 6M18.5 6a9 9 0 0 1 0 12",
            Self::Close => "M5.5 5.5l13 13M18.5 5.5l-13 13",
            Self::Calendar => "M4 5.5h16v15H4zM4 10.5h16M8.5 3v4M15.5 3v4",
            Self::Heart => "M12 20.5C6 16 3 12.7 3 9a4.7 4.7 0 0 1 9-2 4.7 4.7 0 0 1 9 2c0 3.7-3 7-9 11.5z",
            Self::Home => "M3 11.5L12 4l9 7.5M5.5 10v10.5h13V10M12 20.5v-5.5",
            Self::Message => "M3.5 4.5h17v12H12l-5 4v-4H3.5z",
            Self::Shield => "M12 3l8 3v5.5c0 4.5-3 7.5-8 9.5-5-2-8-5-8-9.5V6zM8.5 12l2.5 2.5 4.5-5",
            Self::Print => "M7 8V3.5h10V8M7 17H3.5V8.5h17V17H17M7 14h10v6.5H7z",
            Self::Download => "M12 3.5v12M6.5 10.5l5.5 5.5 5.5-5.5M4 20.5h16",
            Self::Search => "M4 10.5a6.5 6.5 0 1 0 13 0a6.5 6.5 0 1 0-13 0M15.5 15.5l5 5",
        }
    }
}

/// A small picture before words, in the colour and size of those words.
#[component]
pub fn Icon(
    /// Which picture.
    name: IconName,
) -> impl IntoView {
    // Only the arrow points in the direction of reading; the others look the same in Arabic.
    let class = if name == IconName::Back { "icon icon-back" } else { "icon" };
    view! {
        <svg class=class viewBox="0 0 24 24" aria-hidden="true" focusable="false">
            <path d=name.path()></path>
        </svg>
    }
}

/// The mark: two people hand in hand, who are also an H.
#[component]
pub fn Mark() -> impl IntoView {
    view! {
        <svg class="mark" viewBox="0 0 24 24" fill="currentColor" aria-hidden="true" focusable="false">
            <path
                fill="none"
                stroke="currentColor"
                stroke-width="3.6"
                stroke-linecap="round"
                d="M5.5 21V11.5M18.5 21V11.5M5.5 13.5q6.5 6 13 0"
            ></path>
            <path d="M2.8 5a2.7 2.7 0 1 1 5.4 0a2.7 2.7 0 1 1-5.4 0M15.8 5a2.7 2.7 0 1 1 5.4 0a2.7 2.7 0 1 1-5.4 0"></path>
        </svg>
    }
}

/// The start page's picture: two people over coffee. It is one string out of a file of our own, never anything a
/// person wrote, so setting it as markup is safe; its colours are classes in the style sheet, for every theme.
#[component]
pub fn MeetingIllustration() -> impl IntoView {
    view! { <div class="picture" inner_html=include_str!("../../../style/icons/illustration-meeting.svg")></div> }
}
