//! Which rows a coordinator's lists hold, as a condition of the query itself, so that no list can forget it.

/// The condition "this area is one of the signed-in coordinator's". The query binds the coordinator as `$2` and the present
/// instant as `$3`; a coordinator without an area works in the whole municipality, and only those see what has no area.
macro_rules! in_my_areas {
    ($area:literal) => {
        concat!(
            "EXISTS (SELECT 1 FROM role_assignment mine WHERE mine.municipality_id = $1 AND mine.person_id = $2
                       AND mine.role = 'coordinator' AND mine.valid_from <= $3 AND (mine.valid_to IS NULL OR mine.valid_to > $3)
                       AND (mine.area_id IS NULL OR mine.area_id = ",
            $area,
            "))"
        )
    };
}

/// The condition "the signed-in coordinator is one of those who handle people with protected identity"; binds as [`in_my_areas`].
macro_rules! handles_protected {
    () => {
        "EXISTS (SELECT 1 FROM role_assignment mine WHERE mine.municipality_id = $1 AND mine.person_id = $2
                   AND mine.role = 'coordinator' AND mine.valid_from <= $3 AND (mine.valid_to IS NULL OR mine.valid_to > $3)
                   AND mine.area_id IS NULL)"
    };
}

pub(crate) use {handles_protected, in_my_areas};
