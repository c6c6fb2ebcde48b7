//! Addresses: which DLL is asked for one, what its answer means, and what has to be given back.

use std::net::{Ipv4Addr, Ipv6Addr};
use std::sync::Arc;

use super::agenda::Task;
use super::clock::{Numbers, POOL_PREFIX, SERVER_IPV4, SERVER_IPV6_ID};
use super::event::{ConnectionEvent, Level, Refusal, Stage};
use super::meaning::{UNWRITTEN, asks_for_release, has_result, ipv6_address, ipv6_halves, is_unwritten};
use super::roster::{AddressPair, Voter};
use super::seam::{AddressQuestion, Question, Reply, Returned, Wrote};
use super::service::Service;
use super::session::{Grant, GrantKey, Granted, Owed, Owner, Session};
use crate::ras::{
    Callout, Code, GetipPer, Identifier, IpUserFormat, Ipv6PrefixChange, Ipv6Provider, Name, NotifyEntry,
    Offer, ReleaseAfterRefusal, ZeroOutWhenOffered,
};

impl Service {
    /// The tasks that ask for an IPv6 address: the first DLL that can be asked, or all of them (CHOICE 27). Where no
    /// DLL can, RAS picks one itself.
    pub(super) fn ipv6_tasks(&self, number: u32) -> Vec<Task> {
        if self.profile < Callout::GetIpv6AddressForUser.floor() {
            return Vec::new();
        }
        let asked = match self.policy.ipv6_provider {
            Ipv6Provider::First => self.roster.ipv6.get(..1).unwrap_or_default(),
            Ipv6Provider::All => &self.roster.ipv6[..],
        };
        if asked.is_empty() {
            return vec![Task::GetIpv6(number, None)];
        }
        asked.iter().map(|&pair| Task::GetIpv6(number, Some(pair))).collect()
    }

    fn notify_on_entry(&self) -> u32 {
        match self.policy.notify_entry {
            NotifyEntry::Poison => UNWRITTEN,
            NotifyEntry::False => 0,
        }
    }

    /// The key of the grant that a connection takes part in: its own, or that of its user (AMB-56).
    fn grant_key(&self, number: u32, is_ipv6: bool) -> Option<GrantKey> {
        let facts = &self.sessions.get(&number)?.facts;
        let owner = match self.policy.getip_per {
            GetipPer::Connection => Owner::Connection(number),
            GetipPer::User => Owner::User { domain: facts.domain.clone(), user: facts.user.clone() },
        };
        Some(GrantKey { owner, is_ipv6 })
    }

    /// Makes the connection a holder of its address. If another session of the user had it before (CHOICE 26), nobody
    /// is asked: the address is there.
    fn join_grant(&mut self, number: u32, is_ipv6: bool) -> Option<Granted> {
        let key = self.grant_key(number, is_ipv6)?;
        let session = self.sessions.get_mut(&number)?;
        let grant = self.grants.entry(key.clone()).or_default();
        if !session.grants.contains(&key) {
            session.grants.push(key);
            grant.holders += 1;
        }
        (grant.holders > 1).then_some(grant.address)
    }

    fn grant(&mut self, number: u32, is_ipv6: bool) -> Option<&mut Grant> {
        let key = self.grant_key(number, is_ipv6)?;
        self.grants.get_mut(&key)
    }

    /// Ends the connection's hold on its addresses, and returns the releases that fall due, in the order of the grants.
    ///
    /// Under AMB-21 the addresses of a user who was never connected need not be released.
    pub(super) fn give_up_grants(&mut self, number: u32) -> Vec<Owed> {
        let Some(session) = self.sessions.get_mut(&number) else { return Vec::new() };
        let mut due = Vec::new();
        for key in std::mem::take(&mut session.grants) {
            let Some(grant) = self.grants.get_mut(&key) else { continue };
            grant.holders -= 1;
            if grant.holders == 0 {
                if grant.was_connected || self.policy.release_after_refusal == ReleaseAfterRefusal::Yes {
                    due.append(&mut grant.owed);
                }
                self.grants.remove(&key);
            }
        }
        due
    }

    /// The names of user and port as the address functions get them (AMB-47). Who is asked late is told the port of the
    /// first link (CHOICE 40).
    fn names(&self, number: u32) -> (Name, Name) {
        let Some(session) = self.sessions.get(&number) else { return (Name::default(), Name::default()) };
        let (user, domain) = (&session.facts.user, &session.facts.domain);
        let user = match self.policy.ip_user_format {
            IpUserFormat::DomainQualified if !domain.is_empty() => {
                Name::from_units(&[domain.units(), &[u16::from(b'\\')], user.units()].concat())
            }
            IpUserFormat::Bare | IpUserFormat::DomainQualified => user.clone(),
        };
        (user, session.joining.clone())
    }

    pub(super) fn get_ipv4(&mut self, number: u32) {
        let Some(offer) = self.sessions.get(&number).map(|session| session.ipv4) else { return };
        let Some(pair) = self.roster.ipv4 else {
            // IP4-02: RAS picks one itself, for each connection (CHOICE 38).
            let own = if let Offer::Address(address) = offer { address } else { self.numbers.ipv4() };
            return self.use_ipv4(number, own);
        };
        if let Some(shared) = self.join_grant(number, false) {
            if let Granted::Ipv4(address) = shared {
                self.use_ipv4(number, address);
            }
            return;
        }
        let offered = match offer {
            Offer::Address(address) => address,
            Offer::Zero => Ipv4Addr::UNSPECIFIED,
            Offer::Pool | Offer::None => self.numbers.ipv4(),
        };
        let (user, port) = self.names(number);
        let question = AddressQuestion { user, port, address: offered, notify: self.notify_on_entry() };
        if let Some(session) = self.sessions.get_mut(&number) {
            session.ipv4 = Offer::Address(offered);
        }
        self.ask(pair.get, Question::GetIpv4(question), Task::GetIpv4(number));
    }

    pub(super) fn on_ipv4(&mut self, number: u32, reply: &Reply) {
        let Some(pair) = self.roster.ipv4 else { return };
        let Some(returned) = self.returned(number, pair.get, reply) else { return };
        let Wrote::Ipv4(address, notify) = returned.wrote else { return };
        let (user, port) = self.names(number);
        // CHOICE 34: what is given back is what the DLL gave, whatever the service made of it.
        let release = AddressQuestion { user, port, address, notify: 0 };
        self.owe(number, false, pair, returned, notify, Question::ReleaseIpv4(release));
        if returned.value != Some(0) {
            return self.fail_address(number, Refusal::AddressError);
        }
        let offered = match self.sessions.get(&number).map(|session| session.ipv4) {
            Some(Offer::Address(offered)) => offered,
            _ => Ipv4Addr::UNSPECIFIED,
        };
        match self.settle_zero(address.is_unspecified(), offered.is_unspecified()) {
            Settled::AsReturned => self.use_ipv4(number, address),
            Settled::AsOffered => self.use_ipv4(number, offered),
            Settled::Nothing => self.fail_address(number, Refusal::NoAddress),
        }
    }

    /// The result of a Get function, unless it faulted.
    fn returned<'a>(&mut self, number: u32, voter: Voter, reply: &'a Reply) -> Option<&'a Returned> {
        match reply {
            Reply::Returned(returned) => Some(returned),
            Reply::Faulted(fault) => {
                if self.faulted(voter, fault) {
                    self.fail_address(number, Refusal::Fault);
                }
                None
            }
        }
    }

    /// Remembers the release that a Get function asked for (AMB-20; CHOICE 28: whatever the address is worth).
    fn owe(
        &mut self,
        number: u32,
        is_ipv6: bool,
        pair: AddressPair,
        got: &Returned,
        notify: u32,
        release: Question,
    ) {
        let code = Code(got.value.unwrap_or_default());
        if code == Code::NO_ERROR && is_unwritten(notify, &self.policy) {
            let text = format!("{} left bNotifyRelease unwritten: taken as FALSE", pair.get.entry.callout);
            self.log(Level::Warning, Stage::Callout, pair.get.instance, text);
        }
        let wanted = asks_for_release(code, notify, &self.policy);
        if let (true, Some(grant)) = (wanted, self.grant(number, is_ipv6)) {
            grant.owed.push(Owed { voter: pair.release, question: release });
        }
    }

    /// Decides which address is used if the offered or the returned one is zero (AMB-18, and CHOICE 30 for IPv6).
    fn settle_zero(&self, returned_zero: bool, offered_zero: bool) -> Settled {
        if !returned_zero {
            return Settled::AsReturned;
        }
        if offered_zero {
            return Settled::Nothing; // IP4-04, IP6-03
        }
        match self.policy.zero_out_when_offered {
            ZeroOutWhenOffered::Refuse => Settled::Nothing,
            ZeroOutWhenOffered::KeepOffer => Settled::AsOffered,
            ZeroOutWhenOffered::UseZero => Settled::AsReturned,
        }
    }

    fn use_ipv4(&mut self, number: u32, address: Ipv4Addr) {
        if let Some(grant) = self.grant(number, false) {
            grant.address = Granted::Ipv4(address);
        }
        let Some(session) = self.sessions.get_mut(&number) else { return };
        let facts = Arc::make_mut(&mut session.facts);
        facts.ipv4_error = Code::NO_ERROR;
        facts.server_ipv4 = SERVER_IPV4;
        facts.client_ipv4 = address;
        self.connection_event(number, ConnectionEvent::Ipv4(address));
    }

    pub(super) fn get_ipv6(&mut self, number: u32, pair: Option<AddressPair>) {
        let failed = |session: &Session| session.address_failure.is_some();
        if self.sessions.get(&number).is_none_or(failed) {
            return; // CHOICE 25: a failed IPv4 skips IPv6
        }
        let own = ipv6_address(POOL_PREFIX, Numbers::ipv6_id(number), &self.policy);
        let offer = self.sessions.get(&number).map_or(Offer::None, |session| session.ipv6);
        let Some(pair) = pair else {
            return self.use_ipv6(number, if let Offer::Address(address) = offer { address } else { own });
        };
        if let Some(shared) = self.join_grant(number, true) {
            let asked = self.sessions.get(&number).is_some_and(|session| session.facts.has_ipv6());
            if let (Granted::Ipv6(address), false) = (shared, asked) {
                self.use_ipv6(number, address);
            }
            return;
        }
        let offered = match offer {
            Offer::Address(address) => address,
            Offer::Zero => Ipv6Addr::UNSPECIFIED,
            Offer::Pool | Offer::None => own,
        };
        let (user, port) = self.names(number);
        let question = AddressQuestion { user, port, address: offered, notify: self.notify_on_entry() };
        if let Some(session) = self.sessions.get_mut(&number) {
            session.ipv6 = Offer::Address(offered);
        }
        self.ask(pair.get, Question::GetIpv6(question), Task::GetIpv6(number, Some(pair)));
    }

    pub(super) fn on_ipv6(&mut self, number: u32, pair: AddressPair, reply: &Reply) {
        let Some(returned) = self.returned(number, pair.get, reply) else { return };
        let Wrote::Ipv6(address, notify) = returned.wrote else { return };
        let (user, port) = self.names(number);
        let release = AddressQuestion { user, port, address, notify: 0 };
        self.owe(number, true, pair, returned, notify, Question::ReleaseIpv6(release));
        if returned.value != Some(0) {
            return self.fail_address(number, Refusal::AddressError);
        }
        let offered = match self.sessions.get(&number).map(|session| session.ipv6) {
            Some(Offer::Address(offered)) => offered,
            _ => Ipv6Addr::UNSPECIFIED,
        };
        let (old_prefix, old_id) = ipv6_halves(offered, &self.policy);
        let (new_prefix, new_id) = ipv6_halves(address, &self.policy);
        // CHOICE 29: zero is an identifier half of zero. CHOICE 36: it counts before a changed prefix.
        let zero = Identifier::default();
        match self.settle_zero(new_id == zero, old_id == zero) {
            Settled::AsReturned => {}
            Settled::AsOffered => return self.use_ipv6(number, offered),
            Settled::Nothing => return self.fail_address(number, Refusal::NoAddress),
        }
        let prefix = match self.policy.ipv6_prefix_change {
            // CHOICE 35: where RAS offers zero, there is no prefix to change.
            _ if offered.is_unspecified() || new_prefix == old_prefix => new_prefix,
            Ipv6PrefixChange::Accept => new_prefix,
            Ipv6PrefixChange::Ignore => old_prefix,
            Ipv6PrefixChange::Refuse => return self.fail_address(number, Refusal::PrefixChanged),
        };
        self.use_ipv6(number, ipv6_address(prefix, new_id, &self.policy));
    }

    fn use_ipv6(&mut self, number: u32, address: Ipv6Addr) {
        let (prefix, identifier) = ipv6_halves(address, &self.policy);
        if let Some(grant) = self.grant(number, true) {
            grant.address = Granted::Ipv6(address);
        }
        let Some(session) = self.sessions.get_mut(&number) else { return };
        session.ipv6 = Offer::Address(address); // the next provider sees it (CHOICE 27)
        let facts = Arc::make_mut(&mut session.facts);
        facts.ipv6_error = Code::NO_ERROR;
        facts.server_ipv6_id = SERVER_IPV6_ID;
        facts.client_ipv6_id = identifier;
        facts.ipv6_prefix = prefix;
        facts.ipv6_prefix_length = 64;
        self.connection_event(number, ConnectionEvent::Ipv6(address));
    }

    /// Remembers why the connection has no address. Of several failures the first counts.
    fn fail_address(&mut self, number: u32, reason: Refusal) {
        if let Some(session) = self.sessions.get_mut(&number) {
            session.address_failure.get_or_insert(reason);
        }
    }

    pub(super) fn addresses_done(&mut self, number: u32) {
        let Some(session) = self.sessions.get_mut(&number) else { return };
        session.addressed = true;
        if let Some(reason) = session.address_failure {
            self.refuse(number, reason);
        }
    }

    pub(super) fn on_released(&mut self, voter: Voter, reply: &Reply) {
        match reply {
            Reply::Faulted(fault) => {
                self.faulted(voter, fault);
            }
            Reply::Returned(returned) => {
                let counts = has_result(voter.entry.callout, &self.policy);
                let code = Code(returned.value.unwrap_or_default());
                if counts && code != Code::NO_ERROR {
                    // CHOICE 31: the connection is ending already.
                    let text = format!("{} returned {code}", voter.entry.callout);
                    self.log(Level::Warning, Stage::Callout, voter.instance, text);
                }
            }
        }
    }
}

/// What becomes of a returned address.
enum Settled {
    AsReturned,
    AsOffered,
    Nothing,
}
