//! The part of the program that is about connections: from the dial to the hang-up.

use mockras::ras::{Callout, Name, Offer, Quarantine, Series};
use mockras::scenario::{AddLink, Credentials, Dial, QuarantineChange, Step};

use super::case::Answer;
use super::program::{Connection, Outcome, Program, Vote, is_yes};

impl Program<'_> {
    /// Does what the world does. What cannot apply does nothing.
    pub(super) fn step(&mut self, step: &Step) -> Outcome {
        match step {
            // A service that does not run is restarted by its start.
            Step::Start | Step::Restart if !self.runs => self.start(),
            _ if !self.runs => Ok(()),
            Step::Stop => self.stop(),
            Step::Restart => {
                self.stop()?;
                self.start()
            }
            Step::Dial(dial) if self.on(&dial.port).is_none() => self.dial(dial),
            Step::AddLink(link) if self.on(&link.port).is_none() => self.add_link(link),
            Step::DropLink(on) => self.drop_link(&on.port),
            Step::HangUp(on) | Step::Disconnect(on) => match self.on(&on.port) {
                Some(at) => self.end(at),
                None => Ok(()),
            },
            Step::Quarantine(change) => self.quarantine(change),
            Step::Wait(span) => self.wait(span.ms),
            _ => Ok(()),
        }
    }

    /// The connection on this port, by its place.
    fn on(&self, port: &Name) -> Option<usize> {
        self.live.iter().position(|connection| connection.ports.contains(port))
    }

    /// The series through which a DLL hears of connections (AMB-06).
    fn series(&self, dll: usize) -> Vec<Series> {
        let complete = |series: &&Series| self.has(dll, series.accept()) && self.has(dll, series.hangup());
        let mut all: Vec<Series> = Series::ALL.iter().filter(complete).copied().collect();
        if self.is("series_select", "oldest") {
            all.truncate(1);
        } else if self.is("series_select", "newest") {
            all.drain(..all.len().saturating_sub(1));
        }
        all
    }

    /// Asks one DLL in these functions, unless the vote is over (AMB-12).
    fn ask(&mut self, vote: &mut Vote, dll: usize, callouts: &[Callout]) -> Outcome {
        let (mut accepts, mut was_asked) = (true, false);
        for &callout in callouts {
            let is_over = !vote.refused.is_empty() || !accepts;
            if is_over && self.is("vote", "short_circuit") {
                break;
            }
            was_asked = true;
            vote.asked.push((dll, callout));
            accepts &= is_yes(self.call(dll, callout)?);
        }
        if was_asked {
            if accepts { &mut vote.accepted } else { &mut vote.refused }.push(dll);
        }
        Ok(())
    }

    fn ask_accept(&mut self, vote: &mut Vote, dll: usize) -> Outcome {
        let accepts: Vec<Callout> = self.series(dll).into_iter().map(Series::accept).collect();
        self.ask(vote, dll, &accepts)
    }

    fn ask_link(&mut self, vote: &mut Vote, dll: usize) -> Outcome {
        let link = [Callout::AcceptNewLink];
        if self.has(dll, link[0]) { self.ask(vote, dll, &link) } else { Ok(()) }
    }

    /// A user dials in (CONN-01, CONN-02).
    fn dial(&mut self, dial: &Dial) -> Outcome {
        if dial.credentials == Credentials::Wrong {
            return Ok(());
        }
        let mut connection = Connection {
            ports: vec![dial.port.clone()],
            state: Quarantine::NORMAL,
            deadline: None,
            owed: Vec::new(),
        };
        let gets_first = self.is("ip_vs_accept", "get_first");
        if gets_first && !self.get(dial, &mut connection)? {
            return self.release_refused(&connection);
        }
        let (mut accept, mut link) = (Vote::default(), Vote::default());
        let side_by_side = self.is("accept_link_interleave", "per_dll");
        for dll in self.dlls() {
            self.ask_accept(&mut accept, dll)?;
            if side_by_side && accept.refused.is_empty() {
                self.ask_link(&mut link, dll)?;
            }
        }
        if !side_by_side && accept.refused.is_empty() {
            for dll in self.dlls() {
                self.ask_link(&mut link, dll)?;
            }
        }
        if !accept.refused.is_empty() || !link.refused.is_empty() {
            return self.refuse(&connection, &accept, &link);
        }
        if !gets_first && !self.get(dial, &mut connection)? {
            // Accepted and with its first link up, the user counts as connected (AMB-21): the normal hang-ups.
            return self.tear_down(connection);
        }
        self.live.push(connection);
        Ok(())
    }

    /// Asks for the addresses, IPv4 first (CHOICE 25), and says whether the user can have what they want.
    fn get(&mut self, dial: &Dial, connection: &mut Connection) -> Outcome<bool> {
        let families = [
            (dial.ipv4 != Offer::None, Callout::GetIpAddressForUser, Callout::ReleaseIpAddress),
            (dial.ipv6 != Offer::None, Callout::GetIpv6AddressForUser, Callout::ReleaseIpv6AddressForUser),
        ];
        for (_, get, release) in families.into_iter().filter(|(is_wanted, ..)| *is_wanted) {
            // The first DLL that has it (IP4-11, AMB-25).
            let Some(dll) = self.dlls().find(|dll| self.has(*dll, get)) else { continue };
            match self.call(dll, get)? {
                Answer::Good => connection.owed.push((dll, release)),
                Answer::Quiet => {}
                _ => return Ok(false),
            }
        }
        Ok(true)
    }

    /// Tells of a connection that was refused, or whose first link was.
    fn refuse(&mut self, connection: &Connection, accept: &Vote, link: &Vote) -> Outcome {
        let is_refused = !accept.refused.is_empty();
        if !link.asked.is_empty() {
            self.refuse_link(link)?;
        } else if self.is("link_hangup_without_accept", "yes") {
            // CHOICE 21.
            self.tell_links()?;
        }
        let releases_first = self.is("release_vs_hangup", "release_first");
        if releases_first {
            self.release_refused(connection)?;
        }
        for dll in self.dlls() {
            let is_told = if is_refused {
                self.hears("hangup_after_refusal", accept, dll)
            } else {
                self.is("first_link_refused", "end_with_hangup")
            };
            let was_asked = accept.asked.iter().any(|(asked, _)| *asked == dll);
            for series in self.series(dll) {
                // HANGUP-09: a DLL that was asked hears of the end in the series in which it was.
                if is_told && (!was_asked || accept.asked.contains(&(dll, series.accept()))) {
                    self.call(dll, series.hangup())?;
                }
            }
        }
        if releases_first { Ok(()) } else { self.release_refused(connection) }
    }

    /// Whether the policy has the DLL hear of the end of what was refused (AMB-09, AMB-10).
    fn hears(&self, policy: &str, vote: &Vote, dll: usize) -> bool {
        self.is(policy, "all")
            || self.is(policy, "accepted_only") && vote.accepted.contains(&dll)
            || self.is(policy, "refuser_only") && vote.refused.contains(&dll)
    }

    fn refuse_link(&mut self, vote: &Vote) -> Outcome {
        for dll in self.dlls() {
            let has = self.has(dll, Callout::LinkHangupNotification);
            if has && self.hears("link_hangup_after_refusal", vote, dll) {
                self.call(dll, Callout::LinkHangupNotification)?;
            }
        }
        Ok(())
    }

    /// Tells every DLL of a link that has gone (LINK-10, LINK-12).
    fn tell_links(&mut self) -> Outcome {
        for dll in self.dlls() {
            if self.has(dll, Callout::LinkHangupNotification) {
                self.call(dll, Callout::LinkHangupNotification)?;
            }
        }
        Ok(())
    }

    fn release(&mut self, connection: &Connection) -> Outcome {
        connection.owed.iter().try_for_each(|&(dll, callout)| self.call(dll, callout).map(drop))
    }

    /// Gives back the addresses of a user who never really connected (AMB-21).
    fn release_refused(&mut self, connection: &Connection) -> Outcome {
        if self.is("release_after_refusal", "yes") { self.release(connection) } else { Ok(()) }
    }

    /// Dismantles a connection: oldest link first, then the connection (ORDER-03, CHOICE 16, CHOICE 23).
    pub(super) fn tear_down(&mut self, connection: Connection) -> Outcome {
        for _ in &connection.ports {
            self.tell_links()?;
        }
        let releases_first = self.is("release_vs_hangup", "release_first");
        if releases_first {
            self.release(&connection)?;
        }
        for dll in self.dlls() {
            for series in self.series(dll) {
                self.call(dll, series.hangup())?;
            }
        }
        if releases_first { Ok(()) } else { self.release(&connection) }
    }

    fn end(&mut self, at: usize) -> Outcome {
        let connection = self.live.remove(at);
        self.tear_down(connection)
    }

    /// A further link joins (LINK-04); if it is refused, the connection stays (AMB-11).
    fn add_link(&mut self, link: &AddLink) -> Outcome {
        let Some(at) = self.on(&link.to) else { return Ok(()) };
        let mut vote = Vote::default();
        for dll in self.dlls() {
            self.ask_link(&mut vote, dll)?;
        }
        if !vote.refused.is_empty() {
            return self.refuse_link(&vote);
        }
        self.live[at].ports.push(link.port.clone());
        Ok(())
    }

    fn drop_link(&mut self, port: &Name) -> Outcome {
        let Some(at) = self.on(port) else { return Ok(()) };
        if self.live[at].ports.len() == 1 {
            return self.end(at);
        }
        self.live[at].ports.retain(|other| other != port);
        self.tell_links()
    }

    /// The quarantine state changes (REAUTH-01, AMB-27).
    fn quarantine(&mut self, change: &QuarantineChange) -> Outcome {
        let Some(at) = self.on(&change.port).filter(|at| self.live[*at].state != change.state) else {
            return Ok(());
        };
        let (plain, ex) = (Callout::AcceptReauthentication, Callout::AcceptReauthenticationEx);
        // CHOICE 33.
        let order = if self.is("series_select", "oldest") { [plain, ex] } else { [ex, plain] };
        let mut vote = Vote::default();
        for dll in self.dlls() {
            let Some(callout) = order.into_iter().find(|callout| self.has(dll, *callout)) else { continue };
            self.ask(&mut vote, dll, &[callout])?;
            if self.is("reauth_vote", "first") {
                break;
            }
        }
        if !vote.refused.is_empty() {
            return if self.is("reauth_false", "disconnect") { self.end(at) } else { Ok(()) };
        }
        let is_limited = change.state == Quarantine::PROBATION;
        self.live[at].state = change.state;
        self.live[at].deadline = is_limited.then_some(self.now + change.probation.ms);
        Ok(())
    }

    /// Time passes, and probation ends (DATA-09).
    fn wait(&mut self, ms: u64) -> Outcome {
        self.now += ms;
        loop {
            let due = self.live.iter().enumerate().filter_map(|(at, one)| Some((one.deadline?, at)));
            match due.min().filter(|(deadline, _)| *deadline <= self.now) {
                Some((_, at)) => self.end(at)?,
                None => return Ok(()),
            }
        }
    }
}
