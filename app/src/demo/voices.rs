//! What people of the demonstration write, by kind of help.

/// What seniors write.
pub const NOTES: [&[&str]; 5] = [
    &[
        "Jag dricker gärna kaffe och pratar om böcker.",
        "Jag har en snäll katt.",
        "",
        "Jag hör lite dåligt. Prata tydligt.",
        "",
    ],
    &["Jag går med rullator.", "Jag behöver handla till helgen.", "", "Jag orkar inte bära så tungt.", ""],
    &[
        "Jag vill gå en stund i parken.",
        "Jag ska till biblioteket.",
        "Jag går långsamt men gärna.",
        "",
        "Jag vill hälsa på en väninna.",
    ],
    &[
        "Jag vill kunna ringa mina barnbarn med bild.",
        "Min surfplatta låter inte.",
        "",
        "Jag vill lära mig läsa tidningen på plattan.",
    ],
    &["Jag är ensam på kvällarna.", "", "Jag pratar gärna om gamla tider.", ""],
];

/// What coordinators write for volunteers: no names, no addresses.
pub const FOR_VOLUNTEERS: [&str; 5] = [
    "En person som tycker om att prata vill ha sällskap en stund.",
    "En person vill ha någon med sig till affären.",
    "En person vill komma ut en stund. Ni går i lugn takt.",
    "En person vill lära sig mer om sin telefon eller surfplatta.",
    "En person vill gärna få ett samtal och prata en stund.",
];

/// What volunteers report.
pub const REPORTS: [&str; 6] = [
    "",
    "Det var trevligt. Vi pratade mycket.",
    "Allt gick bra.",
    "Vi hann med det vi skulle.",
    "",
    "Vi tog det lugnt. En fin stund.",
];

/// What seniors say afterwards.
pub const THANKS: [&str; 5] =
    ["", "Det var en mycket trevlig person.", "", "Tack så mycket.", "Det var roligt att få prata."];

/// How first meetings are arranged.
pub const FIRST_MEETINGS: [&str; 3] = [
    "Lena Holm följer med de första tjugo minuterna.",
    "Omar Haddad möter er i porten och presenterar er.",
    "Två volontärer kommer tillsammans första gången.",
];
