//! What must hold after every command, whatever was done.

use super::town::{STREET, Town};
use app::{checks, clocks};
use db::rows;
use std::collections::BTreeSet;

/// A message: its id, to whom, what, about what (type and id).
type Told = (String, String, String, Option<String>, Option<String>);

impl Town {
    /// Looks at everything. `silent`: nobody may have been told anything by what was done.
    pub async fn watch(&mut self, silent: bool) {
        let mut tx = self.site.ctx.db.read().await.unwrap();
        let now = self.site.ctx.clock.now();
        let broken = checks::check(&mut tx, now, Some(&self.site.ctx.config.secret)).await.unwrap();
        assert_eq!(broken, [], "after {:?}, last {:?}", self.trail, self.last);
        crate::todo::compare_all(&self.site.ctx.db, now).await;
        let over = rows!(
            &mut tx,
            (String, String, i64, i64),
            "SELECT r.id, r.status, r.ended_at, (SELECT count(*) FROM offer o WHERE o.municipality_id = r.municipality_id
               AND o.request_id = r.id) FROM request r WHERE r.status IN ('closed', 'declined', 'referred', 'withdrawn')"
        )
        .unwrap();
        let messages = rows!(
            &mut tx,
            Told,
            "SELECT id, person_id, code, about_type, about_id FROM outgoing_message ORDER BY created_at, id"
        )
        .unwrap();
        drop(tx);
        self.reached.extend(self.states().await);
        for (id, before) in &self.over {
            let now = over.iter().find(|row| row.0 == *id).map(|row| (row.1.clone(), row.2, row.3));
            assert_eq!(now.as_ref(), Some(before), "what is over stays over, and is offered to nobody: {id}");
        }
        self.over = over.into_iter().map(|(id, status, at, offers)| (id, (status, at, offers))).collect();
        let new: Vec<Told> = messages.into_iter().filter(|message| !self.told.contains(&message.0)).collect();
        assert!(!silent || new.is_empty(), "told although nothing happened: {new:?} after {:?}", self.trail);
        let mut once = BTreeSet::new();
        for (id, person, code, about_type, about_id) in new {
            assert!(
                once.insert((person.clone(), code.clone(), about_type, about_id)),
                "{person} was told {code} twice after {:?}",
                self.trail
            );
            self.told.insert(id);
        }
    }

    /// The clock moves and its rounds are run, twice as two servers may.
    pub async fn pass(&mut self, minutes: i64) {
        self.site.ctx.clock.move_by_minutes(minutes);
        clocks::run(&self.site.ctx).await.unwrap();
        self.watch(false).await;
        clocks::run(&self.site.ctx).await.unwrap();
        self.watch(true).await;
    }

    /// A volunteer looks at one of their visits: where the senior lives stands there only while the match lives.
    pub async fn look(&mut self, n: u16) {
        let visits = self.visits().await;
        let Some(visit) = visits.get(usize::from(n) % visits.len().max(1)).cloned() else { return };
        let who = visit.volunteer_id.as_str().into();
        let page = self.browser(&who).await.get(&format!("/volunteer/visits/{}", visit.id)).await;
        assert!(page.status.as_u16() < 500, "{visit:?}: {}", page.status);
        let lives = !matches!(visit.match_status.as_str(), "ended" | "suspended");
        assert!(lives || !page.body.contains(STREET), "the address is open without a match: {visit:?}");
    }

    /// The states that there are now, each once.
    pub async fn states(&self) -> BTreeSet<String> {
        let found = self
            .pairs(
                "SELECT DISTINCT 'request ' || status, '' FROM request UNION SELECT DISTINCT 'offer ' || status, '' FROM offer
                 UNION SELECT DISTINCT 'visit ' || status, '' FROM visit UNION SELECT DISTINCT 'match ' || status, '' FROM match
                 UNION SELECT DISTINCT 'concern ' || status, '' FROM concern",
            )
            .await;
        found.into_iter().map(|(state, _)| state).collect()
    }

    /// Two months later: nothing that had its time is still ahead, and what has lost its owner waits where a colleague finds it.
    pub async fn let_time_pass(&mut self) {
        for days in [1, 6, 8, 15, 30] {
            self.pass(days * 24 * 60).await;
        }
        let late = self.pairs("SELECT id, status FROM offer WHERE status IN ('open', 'accepted')").await;
        assert_eq!(late, [], "waits for ever");
        // Whoever may take it over: a coordinator of its area; of the whole municipality where the senior's identity is protected; who
        // is not the senior.
        let ownerless = self
            .pairs(
                "SELECT r.id, c.person_id FROM request r
                 JOIN person p ON p.municipality_id = r.municipality_id AND p.id = r.senior_id
                 JOIN role_assignment c ON c.municipality_id = r.municipality_id AND c.role = 'coordinator' AND c.valid_to IS NULL
                   AND (c.area_id IS NULL OR (c.area_id = r.area_id AND NOT p.protected)) AND c.person_id <> r.senior_id
                 WHERE r.status IN ('in_review', 'needs_info', 'approved', 'matched') AND r.owner_id IS NULL",
            )
            .await;
        for (request, coordinator) in ownerless {
            let list = self.browser(&coordinator.as_str().into()).await.get("/staff").await;
            let tasks = list.attributes("main tbody a", "href");
            assert!(tasks.contains(&format!("/staff/requests/{request}")), "{request} waits for nobody: {tasks:?}");
        }
    }
}
