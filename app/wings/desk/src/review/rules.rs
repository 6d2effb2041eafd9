//! What is promised of saved filters.

use db::Rule;

/// The rules of this feature.
pub const RULES: &[Rule] = &[
    Rule::new(
        "a saved filter has a name and is a coordinator's",
        "SELECT f.id FROM saved_filter f WHERE length(f.name) NOT BETWEEN 1 AND 40 OR length(f.search) > 100
           OR NOT EXISTS (SELECT 1 FROM role_assignment a WHERE a.municipality_id = f.municipality_id AND a.person_id = f.person_id
                            AND a.role = 'coordinator')",
        &["INSERT INTO saved_filter (municipality_id, id, person_id, name, search, mine, sort, created_at)
           SELECT municipality_id, 'f', person_id, 'Alla', '', FALSE, 'newest', 1 FROM role_assignment
           WHERE id = (SELECT min(id) FROM role_assignment WHERE role = 'senior')"],
    ),
];
