//! The open questions of the documentation, one policy each: names, defaults and readings.
//!
//! No reading is claimed to be what Windows does. Where the readings leave a gap, the model makes a choice and
//! marks it `CHOICE n`; `docs/reference/policies.md` lists them.

use super::code::Code;
use super::reading::{PolicyError, PolicyField, policies};

policies! {
    /// Does the result of AcceptNewConnectionEx decide about the connection?
    accept_ex_return: AcceptExReturn, "AMB-01" {
        Bool "bool" "Yes, as the prototype says.",
        Ignored "ignored" "No, as the page's return section says.",
    }
    /// Which functions must a DLL export?
    required_exports: RequiredExports, "AMB-02" {
        Agreed "agreed" "Those that both lists demand; another that is missing is a warning.",
        Overview "overview" "Those on the list of the overview.",
        Reference "reference" "Those on the list of the function reference, from Server 2008 on.",
        EraUnion "era_union" "Those on either list, for each version; it is the same as `reference` (CHOICE 5).",
    }
    /// Where a callbacks table must implement "either A or B", is one of the two enough?
    table_either: TableEither, "AMB-03" {
        AtLeastOne "at_least_one" "Yes, but that only one is there is a warning.",
        Both "both" "No, both must be there.",
    }
    /// Where do the entry points of a DLL with a callbacks table come from?
    ex_binding: ExBinding, "AMB-04" {
        TableThenExports "table_then_exports" "From the slot, or from the export where the slot is NULL.",
        Table "table" "From the slot alone. What has no slot is not called (CHOICE 37).",
        Exports "exports" "From the export alone.",
    }
    /// Where does TerminateDll come from?
    terminate_via: TerminateVia, "AMB-04" {
        PreferTable "prefer_table" "From the slot, or from the export where the slot is NULL.",
        Table "table" "From the slot alone, in a DLL with a table.",
        Export "export" "From the export alone.",
    }
    /// Which initialiser is called if a DLL exports both?
    init_both: InitBoth, "AMB-05" {
        PreferEx "prefer_ex" "InitializeDllEx alone.",
        PreferPlain "prefer_plain" "InitializeDll alone.",
        BothPlainFirst "both_plain_first" "Both, InitializeDll first.",
        BothExFirst "both_ex_first" "Both, InitializeDllEx first.",
        Reject "reject" "Neither: such a DLL does not load.",
    }
    /// Which series is used if a DLL offers several?
    series_select: SeriesSelect, "AMB-06" {
        Newest "newest" "The newest series that the Windows version knows.",
        Oldest "oldest" "The oldest series.",
        All "all" "All series, the oldest first.",
    }
    /// Do an Accept function of one series and a Hangup function of another make a pair?
    crossed_pair: CrossedPair, "AMB-07" {
        Reject "reject" "No: the DLL does not load unless some pair is complete.",
        Allow "allow" "Yes, if no pair is complete.",
    }
    /// Do DLLs that offer different series vote together?
    mixed_fleet_vote: MixedFleetVote, "AMB-08" {
        All "all" "Yes.",
        SameSeries "same_series" "No: only those of the preferred family are asked.",
    }
    /// From Server 2003 on, which DLLs are told of the hangup of a connection that was refused?
    hangup_after_refusal: HangupAfterRefusal, "AMB-09" {
        None "none" "None is told.",
        All "all" "Every DLL is told.",
        AcceptedOnly "accepted_only" "Only those that accepted are told.",
        RefuserOnly "refuser_only" "Only those that refused are told.",
    }
    /// From Server 2003 on, which DLLs are told of the hangup of a link that was refused?
    link_hangup_after_refusal: LinkHangupAfterRefusal, "AMB-10" {
        None "none" "None is told.",
        All "all" "Every DLL is told.",
        AcceptedOnly "accepted_only" "Only those that accepted are told.",
        RefuserOnly "refuser_only" "Only those that refused are told.",
    }
    /// Are DLLs told of a link hangup if a DLL refused the connection before AcceptNewLink?
    link_hangup_without_accept: LinkHangupWithoutAccept, "AMB-10" {
        Never "never" "No.",
        Yes "yes" "Yes, every DLL is told.",
    }
    /// What happens to a connection whose first link is refused?
    first_link_refused: FirstLinkRefused, "AMB-11" {
        EndWithHangup "end_with_hangup" "It ends, and the connection hangup follows.",
        EndSilent "end_silent" "It ends without a connection hangup.",
        KeepWaiting "keep_waiting" "It waits for another link.",
    }
    /// Is the next DLL still asked after a refusal?
    vote: Vote, "AMB-12" {
        ShortCircuit "short_circuit" "No.",
        AskAll "ask_all" "Yes, and the verdicts are joined.",
    }
    /// In which order are several DLLs asked about a connection and its first link?
    accept_link_interleave: AcceptLinkInterleave, "AMB-13" {
        Phases "phases" "All DLLs about the connection, then all about the link.",
        PerDll "per_dll" "One DLL about the connection and the link, then the next DLL.",
    }
    /// In which order are DLLs terminated?
    terminate_order: TerminateOrder, "AMB-15" {
        Registry "registry" "In the order of the registry.",
        Reverse "reverse" "In the reverse order.",
        Shuffled "shuffled" "In neither: the second comes first, and the first last (CHOICE 14).",
    }
    /// If a DLL fails to initialise, are the DLLs terminated that were initialised before it?
    init_rollback: InitRollback, "AMB-16" {
        TerminateEarlier "terminate_earlier" "Yes.",
        None "none" "No.",
    }
    /// Is a DLL terminated whose initialisation failed?
    terminate_failed: TerminateFailed, "AMB-16" {
        No "no" "No.",
        Yes "yes" "Yes.",
    }
    /// If a DLL fails to initialise, are the DLLs after it initialised?
    init_continue: InitContinue, "AMB-16" {
        Stop "stop" "No.",
        All "all" "Yes, although the service will not start.",
    }
    /// What happens if TerminateDll returns an error?
    terminate_nonzero: TerminateNonzero, "AMB-17" {
        Log "log" "It is written to the event log.",
        Ignore "ignore" "Nothing happens.",
    }
    /// What does it mean if a DLL returns NO_ERROR and a zero address, although RAS offered one?
    zero_out_when_offered: ZeroOutWhenOffered, "AMB-18" {
        Refuse "refuse" "There is no address, and the user cannot connect.",
        KeepOffer "keep_offer" "The offer stands.",
        UseZero "use_zero" "The user connects with a zero address.",
    }
    /// In which byte order does the DWORD hold an IPv4 address?
    ip_dword_order: IpDwordOrder, "AMB-19" {
        Network "network" "In network order: the first octet lies at the lowest address.",
        Host "host" "In the order of the machine.",
    }
    /// What does *bNotifyRelease hold on entry?
    notify_entry: NotifyEntry, "AMB-20" {
        Poison "poison" "0xCCCCCCCC, so that a DLL that does not write it is noticed.",
        False "false" "FALSE.",
    }
    /// Which values of *bNotifyRelease ask to be told of the release?
    notify_truth: NotifyTruth, "AMB-20" {
        Nonzero "nonzero" "Every value but zero.",
        EqualsTrue "equals_true" "Only 1.",
    }
    /// Does *bNotifyRelease count if the function returned an error?
    notify_on_error: NotifyOnError, "AMB-20" {
        Ignore "ignore" "No.",
        Honour "honour" "Yes.",
    }
    /// Is an address released if its user was refused in the end?
    release_after_refusal: ReleaseAfterRefusal, "AMB-21" {
        Yes "yes" "Yes.",
        No "no" "No.",
    }
    /// Which is asked first: for the address, or whether the connection is accepted?
    ip_vs_accept: IpVsAccept, "AMB-22" {
        GetFirst "get_first" "The address is asked for first.",
        AcceptFirst "accept_first" "The connection and its first link are asked about first.",
        Concurrent "concurrent" "Both at once: calls alternate, and neither waits for the other's result.",
    }
    /// Which comes first, the release of addresses or the connection hangup?
    release_vs_hangup: ReleaseVsHangup, "AMB-22" {
        HangupFirst "hangup_first" "The hangup.",
        ReleaseFirst "release_first" "The release.",
        Concurrent "concurrent" "Both at once: calls alternate.",
    }
    /// Which half of the IN6_ADDR is the interface identifier?
    ipv6_identifier_half: Ipv6IdentifierHalf, "AMB-24" {
        Low "low" "Bytes 8 to 15.",
        High "high" "Bytes 0 to 7.",
    }
    /// What happens if a DLL changes the prefix half?
    ipv6_prefix_change: Ipv6PrefixChange, "AMB-24" {
        Ignore "ignore" "The change is ignored.",
        Refuse "refuse" "The user cannot connect.",
        Accept "accept" "The new prefix is used.",
    }
    /// Which DLLs are asked for an IPv6 address?
    ipv6_provider: Ipv6Provider, "AMB-25" {
        First "first" "The first DLL that implements it.",
        All "all" "All DLLs that implement it.",
    }
    /// Does ReleaseIpv6AddressForUser return anything?
    release6_return: Release6Return, "AMB-26" {
        Void "void" "No.",
        Dword "dword" "Yes, a result code; an error is logged (CHOICE 31).",
    }
    /// What happens if a DLL rejects a reauthentication?
    reauth_false: ReauthFalse, "AMB-27" {
        Disconnect "disconnect" "The connection ends with its hangups.",
        KeepState "keep_state" "The old state stays.",
    }
    /// Which DLLs vote on a reauthentication?
    reauth_vote: ReauthVote, "AMB-27" {
        AndAll "and_all" "All DLLs that implement it.",
        First "first" "The first DLL that implements it.",
    }
    /// Are DLLs asked about an endpoint change?
    endpoint_enabled: EndpointEnabled, "AMB-28" {
        No "no" "No.",
        Yes "yes" "Yes.",
    }
    /// Which endpoints does the structure show while a DLL is asked about a change?
    endpoint_view: EndpointView, "AMB-28" {
        New "new" "The new ones.",
        Old "old" "The old ones.",
    }
    /// What happens if a DLL refuses an endpoint change?
    endpoint_false: EndpointFalse, "AMB-28" {
        KeepOld "keep_old" "The old endpoints stay.",
        Disconnect "disconnect" "The connection ends with its hangups.",
    }
    /// Are DLLs asked about a pre-authenticated connection?
    preauth_enabled: PreauthEnabled, "AMB-29" {
        No "no" "No: the user authenticates by PPP.",
        Yes "yes" "Yes.",
    }
    /// What happens if ValidatePreAuthenticatedConnectionEx returns an error?
    preauth_error: PreauthError, "AMB-29" {
        Fallback "fallback" "The user authenticates by PPP.",
        Refuse "refuse" "The user is refused.",
    }
    /// Which revision does the callbacks table hold on entry?
    table_revision_in: TableRevisionIn, "AMB-30" {
        Two "2" "Revision 2.",
        One "1" "Revision 1.",
        Zero "0" "It holds 0.",
    }
    /// What do the slots of the callbacks table hold on entry?
    table_prefill: TablePrefill, "AMB-30" {
        Zero "zero" "NULL.",
        Poison "poison" "Poison, so that a DLL that leaves slots unset is noticed.",
    }
    /// Who decides about connections if the table is of revision 1?
    revision1_connections: Revision1Connections, "AMB-31" {
        Exports "exports" "The exports of an older series decide.",
        None "none" "Nobody does: the DLL manages links and addresses only.",
        Reject "reject" "Such a DLL fails to initialise.",
    }
    /// In how many processes does the service run?
    processes: Processes, "AMB-33" {
        Two "two" "In two: one is for addresses, the other for connections.",
        One "one" "In one.",
    }
    /// In which processes of the service is a DLL initialised?
    init_per_process: InitPerProcess, "AMB-33" {
        Both "both" "In both.",
        ConnectionOnly "connection_only" "Only in the one for connections.",
    }
    /// In which callouts are RAS administration functions forbidden?
    forbidden_scope: ForbiddenScope, "AMB-35" {
        AllCallouts "all_callouts" "In all callouts, as the overview says.",
        DocumentedPages "documented_pages" "Only in callouts whose own page says so.",
    }
    /// Which of the twenty functions are forbidden?
    forbidden_set: ForbiddenSet, "AMB-35" {
        Twenty "20" "All twenty.",
        Fifteen "15" "All but the five that router administration shares, such as MprAdminBufferFree.",
    }
    /// What happens to a forbidden call?
    forbidden_call: ForbiddenCall, "REENTRY-03" {
        Fail "fail" "It returns an error, so that the run goes on (CHOICE 43).",
        Hang "hang" "It does not return: the process has to be ended, as the page lets expect.",
        Trap "trap" "It ends the process on the spot, which stops a debugger there.",
    }
    /// Are blanks around a path in DLLPath a part of it?
    path_trim: PathTrim, "AMB-36" {
        Yes "yes" "No, they are taken away.",
        No "no" "Yes, so there is no such file.",
    }
    /// What does an empty path in DLLPath mean?
    path_empty: PathEmpty, "AMB-36" {
        Skip "skip" "It means nothing and is skipped.",
        Fail "fail" "It means a DLL that cannot be loaded.",
    }
    /// If DLLPath lists a DLL twice, how often is it loaded?
    path_duplicate: PathDuplicate, "AMB-36" {
        Once "once" "It is loaded once, and the log says so.",
        LoadTwice "load_twice" "It is loaded twice.",
    }
    /// Must a DLL export the two IPv4 address functions on Windows 2000 and earlier?
    ipv4_pair_required_2000: Ipv4PairRequired2000, "AMB-39" {
        Yes "yes" "Yes.",
        No "no" "No.",
    }
    /// Which values of a BOOL count as TRUE?
    bool_truth: BoolTruth, "AMB-41" {
        Nonzero "nonzero" "Every value but zero.",
        One "one" "Only 1.",
    }
    /// Whose address does wszAddress of the projection structures hold?
    projection_view: ProjectionView, "AMB-43" {
        Server "server" "The address of the server.",
        Client "client" "The address of the client. MS-RRASM, which is published, is against it.",
    }
    /// Which family of flags names the LCP options?
    lcp_flag_family: LcpFlagFamily, "AMB-44" {
        PppLcp "PPP_LCP" "The flags PPP_LCP_*.",
        Raslcpo "RASLCPO" "The flags RASLCPO_*, which are the same options one bit lower.",
    }
    /// What does Header.size of AUTH_VALIDATION_EX include?
    auth_header_size: AuthHeaderSize, "AMB-45" {
        Fixed "fixed" "It includes the fixed part only.",
        Actual "actual" "It includes the fixed part and AuthInfo, as far as 16 bits reach.",
    }
    /// What do the version members of RAS_CONNECTION_3 and PPP_IPV6_CP_INFO hold?
    structure_version: StructureVersion, "AMB-45" {
        One "one" "They hold 1.",
        Zero "zero" "They hold 0, as that of PPP_IPV6_CP_INFO does on the wire (MS-RRASM).",
    }
    /// Does the service start if a DLL has no initialiser?
    init_missing: InitMissing, "AMB-46" {
        FailStart "fail_start" "No.",
        Tolerate "tolerate" "Yes.",
    }
    /// How do the address functions get the name of the user?
    ip_user_format: IpUserFormat, "AMB-47" {
        Bare "bare" "As the name alone.",
        DomainQualified "domain_qualified" "As DOMAIN\\name.",
    }
    /// What happens to live connections when the service stops?
    shutdown_live: ShutdownLive, "AMB-51" {
        HangupFirst "hangup_first" "They are hung up first.",
        Drop "drop" "They are dropped without a word.",
    }
    /// What happens if a callout faults?
    callout_fault: CalloutFault, "AMB-52" {
        LogAndRefuse "log_and_refuse" "It is logged and counts as a refusal.",
        LogAndStop "log_and_stop" "It is logged and the service stops at once.",
    }
    /// What does the probation timer hold?
    probation_timer: ProbationTimer, "AMB-54" {
        Absolute "absolute" "The point in time at which probation ends.",
        Relative "relative" "How long probation lasts. MS-RRASM, which is published, is against it.",
    }
    /// A DLL is asked for an address once for each user: what counts as a user?
    getip_per: GetipPer, "AMB-56" {
        Connection "connection" "Each connection is a user of its own.",
        User "user" "Each user name is one user, and the sessions of a user share an address.",
    }
    /// Does the flag RAS_FLAGS_QUARANTINE_PRESENT move with rasQuarState?
    quarantine_flag: QuarantineFlag, "AMB-57" {
        FollowsState "follows_state" "Yes: it is set in the states QUARANTINE and PROBATION.",
        Apart "apart" "No: it stands for the filters of IAS alone.",
    }
    /// When is PPP_LCP_MULTILINK_FRAMING set?
    multilink_bit: MultilinkBit, "AMB-58" {
        SecondLink "second_link" "When the second link of the connection is up.",
        Negotiated "negotiated" "When the first link is negotiated.",
    }
    /// Which error does a protocol show that was not negotiated?
    not_negotiated: NotNegotiated, "AMB-59" {
        Zero "zero" "0, as MS-RRASM has it for IPv6. The address is empty.",
        Rejected "rejected" "ERROR_PPP_CP_REJECTED (733).",
    }
    /// Does the service start if a DLL's file is missing?
    missing_dll: MissingDll, "LOAD-19" {
        FailStart "fail_start" "No.",
        Skip "skip" "Yes, without that DLL.",
    }
}

impl NotNegotiated {
    /// The error of every protocol that was not negotiated.
    pub const fn error(self) -> Code {
        match self {
            Self::Zero => Code::NO_ERROR,
            Self::Rejected => Code::PPP_CP_REJECTED,
        }
    }
}

impl Policy {
    /// The policies that are not at their default, with their readings.
    pub fn changed(&self) -> impl Iterator<Item = (&'static str, &'static str)> {
        self.changed_from(Self::default())
    }

    /// The policies that another policy reads otherwise, with the readings of this one.
    pub fn changed_from(&self, other: Self) -> impl Iterator<Item = (&'static str, &'static str)> {
        Self::FIELDS.iter().filter_map(move |field| {
            let reading = self.reading(field.name)?;
            (other.reading(field.name) != Some(reading)).then_some((field.name, reading))
        })
    }
}
