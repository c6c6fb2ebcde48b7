//! The open questions of the documentation, one policy each: names, defaults and readings.
//!
//! No reading is claimed to be what Windows does. Where the readings leave a gap, the model makes a choice and
//! marks it `CHOICE n`; `docs/reference/policies.md` lists them.

use super::reading::{PolicyError, PolicyField, policies};

policies! {
    /// Does the result of AcceptNewConnectionEx decide?
    accept_ex_return: AcceptExReturn, "AMB-01" {
        Bool "bool" "Yes, as the prototype says.",
        Ignored "ignored" "No, as the page's return section says.",
    }
    /// Which exports are mandatory?
    required_exports: RequiredExports, "AMB-02" {
        Agreed "agreed" "What both lists demand; the rest is a warning.",
        Overview "overview" "The overview's list.",
        Reference "reference" "The function reference's list, from Server 2008 on.",
        EraUnion "era_union" "The union of both, per version; the same as `reference` (CHOICE 5).",
    }
    /// How much of "either A or B must be implemented" must a callbacks table fill?
    table_either: TableEither, "AMB-03" {
        AtLeastOne "at_least_one" "One of the two is enough; only one is a warning.",
        Both "both" "Both.",
    }
    /// Where do the entry points of a DLL with a callbacks table come from?
    ex_binding: ExBinding, "AMB-04" {
        TableThenExports "table_then_exports" "The slot, or the export where the slot is NULL.",
        Table "table" "The slot alone, for entry points that have one.",
        Exports "exports" "The export alone.",
    }
    /// Where does TerminateDll come from?
    terminate_via: TerminateVia, "AMB-04" {
        PreferTable "prefer_table" "The slot, or the export where the slot is NULL.",
        Table "table" "The slot alone, in a DLL with a table.",
        Export "export" "The export alone.",
    }
    /// Which initialiser is called if a DLL exports both?
    init_both: InitBoth, "AMB-05" {
        PreferEx "prefer_ex" "InitializeDllEx.",
        PreferPlain "prefer_plain" "InitializeDll.",
        BothPlainFirst "both_plain_first" "InitializeDll, then InitializeDllEx.",
        BothExFirst "both_ex_first" "InitializeDllEx, then InitializeDll.",
        Reject "reject" "Neither: such a DLL does not load.",
    }
    /// Which series is used if a DLL offers several?
    series_select: SeriesSelect, "AMB-06" {
        Newest "newest" "The newest that the Windows version knows.",
        Oldest "oldest" "The oldest.",
        All "all" "All, oldest first.",
    }
    /// Is an Accept of one series with a Hangup of another a pair?
    crossed_pair: CrossedPair, "AMB-07" {
        Reject "reject" "No: the DLL does not load unless some pair is complete.",
        Allow "allow" "Yes, if no pair is complete.",
    }
    /// Do DLLs of different series vote together?
    mixed_fleet_vote: MixedFleetVote, "AMB-08" {
        All "all" "Yes.",
        SameSeries "same_series" "No: only those of the preferred family are asked.",
    }
    /// Who hears the connection hangup of a refused connection, from Server 2003 on?
    hangup_after_refusal: HangupAfterRefusal, "AMB-09" {
        None "none" "Nobody.",
        All "all" "Every DLL.",
        AcceptedOnly "accepted_only" "Those that accepted.",
        RefuserOnly "refuser_only" "Those that refused.",
    }
    /// Who hears the link hangup of a refused link, from Server 2003 on?
    link_hangup_after_refusal: LinkHangupAfterRefusal, "AMB-10" {
        None "none" "Nobody.",
        All "all" "Every DLL.",
        AcceptedOnly "accepted_only" "Those that accepted.",
        RefuserOnly "refuser_only" "Those that refused.",
    }
    /// Is a link hangup sent for a connection that a DLL refused before AcceptNewLink?
    link_hangup_without_accept: LinkHangupWithoutAccept, "AMB-10" {
        Never "never" "Never.",
        Yes "yes" "Yes, to every DLL.",
    }
    /// What becomes of a connection whose first link is refused?
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
    /// How do Accept and the first AcceptNewLink of several DLLs mix?
    accept_link_interleave: AcceptLinkInterleave, "AMB-13" {
        Phases "phases" "All Accepts, then all links.",
        PerDll "per_dll" "Accept and link of one DLL, then of the next.",
    }
    /// In which order are DLLs terminated?
    terminate_order: TerminateOrder, "AMB-15" {
        Registry "registry" "Registry order.",
        Reverse "reverse" "Its reverse.",
        Shuffled "shuffled" "Neither: the second first, the first last (CHOICE 14).",
    }
    /// Are DLLs terminated that were initialised before one failed?
    init_rollback: InitRollback, "AMB-16" {
        TerminateEarlier "terminate_earlier" "Yes.",
        None "none" "No.",
    }
    /// Is the DLL terminated whose initialisation failed?
    terminate_failed: TerminateFailed, "AMB-16" {
        No "no" "No.",
        Yes "yes" "Yes.",
    }
    /// Are later DLLs initialised after one failed?
    init_continue: InitContinue, "AMB-16" {
        Stop "stop" "No.",
        All "all" "Yes, although the service will not start.",
    }
    /// What follows a nonzero result of TerminateDll?
    terminate_nonzero: TerminateNonzero, "AMB-17" {
        Log "log" "An entry in the event log.",
        Ignore "ignore" "Nothing.",
    }
    /// What does a zero address with NO_ERROR mean if RAS offered one?
    zero_out_when_offered: ZeroOutWhenOffered, "AMB-18" {
        Refuse "refuse" "No address: the user cannot connect.",
        KeepOffer "keep_offer" "The offer stands.",
        UseZero "use_zero" "The user connects with a zero address.",
    }
    /// Which byte order has the DWORD of an IPv4 address?
    ip_dword_order: IpDwordOrder, "AMB-19" {
        Network "network" "Network: the first octet at the lowest address.",
        Host "host" "Host.",
    }
    /// What does *bNotifyRelease hold on entry?
    notify_entry: NotifyEntry, "AMB-20" {
        Poison "poison" "0xCCCCCCCC, so that a DLL that does not write it is noticed.",
        False "false" "FALSE.",
    }
    /// Which values of *bNotifyRelease ask for notice?
    notify_truth: NotifyTruth, "AMB-20" {
        Nonzero "nonzero" "Any but zero.",
        EqualsTrue "equals_true" "One alone.",
    }
    /// Does *bNotifyRelease count if the function failed?
    notify_on_error: NotifyOnError, "AMB-20" {
        Ignore "ignore" "No.",
        Honour "honour" "Yes.",
    }
    /// Is an address released whose user was refused in the end?
    release_after_refusal: ReleaseAfterRefusal, "AMB-21" {
        Yes "yes" "Yes.",
        No "no" "No.",
    }
    /// Which comes first, the address or the decision about the connection?
    ip_vs_accept: IpVsAccept, "AMB-22" {
        GetFirst "get_first" "The address.",
        AcceptFirst "accept_first" "Accept, and its first link.",
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
    /// What follows if a DLL changes the prefix half?
    ipv6_prefix_change: Ipv6PrefixChange, "AMB-24" {
        Ignore "ignore" "The change is ignored.",
        Refuse "refuse" "The user cannot connect.",
        Accept "accept" "The new prefix is used.",
    }
    /// Which DLLs are asked for an IPv6 address?
    ipv6_provider: Ipv6Provider, "AMB-25" {
        First "first" "The first that implements it.",
        All "all" "All that implement it.",
    }
    /// Does ReleaseIpv6AddressForUser return something?
    release6_return: Release6Return, "AMB-26" {
        Void "void" "No.",
        Dword "dword" "A result code; nonzero is logged (CHOICE 31).",
    }
    /// What follows a rejected reauthentication?
    reauth_false: ReauthFalse, "AMB-27" {
        Disconnect "disconnect" "The connection ends with its hangups.",
        KeepState "keep_state" "The old state stays.",
    }
    /// Which DLLs vote on a reauthentication?
    reauth_vote: ReauthVote, "AMB-27" {
        AndAll "and_all" "All that implement it.",
        First "first" "The first that implements it.",
    }
    /// Are DLLs asked about an endpoint change?
    endpoint_enabled: EndpointEnabled, "AMB-28" {
        No "no" "No.",
        Yes "yes" "Yes.",
    }
    /// Which endpoints does the structure show during that question?
    endpoint_view: EndpointView, "AMB-28" {
        New "new" "The new ones.",
        Old "old" "The old ones.",
    }
    /// What follows a refused endpoint change?
    endpoint_false: EndpointFalse, "AMB-28" {
        KeepOld "keep_old" "The old endpoints stay.",
        Disconnect "disconnect" "The connection ends with its hangups.",
    }
    /// Are DLLs asked about a pre-authenticated connection?
    preauth_enabled: PreauthEnabled, "AMB-29" {
        No "no" "No: the user authenticates by PPP.",
        Yes "yes" "Yes.",
    }
    /// What follows an error of ValidatePreAuthenticatedConnectionEx?
    preauth_error: PreauthError, "AMB-29" {
        Fallback "fallback" "The user authenticates by PPP.",
        Refuse "refuse" "The user is refused.",
    }
    /// Which revision does the callbacks table hold on entry?
    table_revision_in: TableRevisionIn, "AMB-30" {
        Two "2" "2.",
        One "1" "1.",
        Zero "0" "0.",
    }
    /// What do the slots of the callbacks table hold on entry?
    table_prefill: TablePrefill, "AMB-30" {
        Zero "zero" "NULL.",
        Poison "poison" "Poison, so that a DLL that leaves slots unset is noticed.",
    }
    /// Who decides about connections if the table is of revision 1?
    revision1_connections: Revision1Connections, "AMB-31" {
        Exports "exports" "Exports of an older series.",
        None "none" "Nobody: the DLL manages links and addresses only.",
        Reject "reject" "Such a DLL fails to initialise.",
    }
    /// In how many processes does the service run?
    processes: Processes, "AMB-33" {
        Two "two" "Two: addresses in one, connections in the other.",
        One "one" "One.",
    }
    /// In which of them is a DLL initialised?
    init_per_process: InitPerProcess, "AMB-33" {
        Both "both" "In both.",
        ConnectionOnly "connection_only" "In the one for connections.",
    }
    /// In which callouts are RAS administration functions forbidden?
    forbidden_scope: ForbiddenScope, "AMB-35" {
        AllCallouts "all_callouts" "In all, as the overview says.",
        DocumentedPages "documented_pages" "In those whose own page says so.",
    }
    /// Which of the twenty functions are forbidden?
    forbidden_set: ForbiddenSet, "AMB-35" {
        Twenty "20" "All.",
        Fifteen "15" "All but the five that router administration shares, such as MprAdminBufferFree.",
    }
    /// What becomes of a forbidden call?
    forbidden_call: ForbiddenCall, "REENTRY-03" {
        Fail "fail" "It returns an error, so that the run goes on (CHOICE 35).",
        Hang "hang" "It does not return: the process has to be ended, as the page lets expect.",
        Trap "trap" "It ends the process on the spot, which stops a debugger there.",
    }
    /// Do blanks around a path of DLLPath belong to it?
    path_trim: PathTrim, "AMB-36" {
        Yes "yes" "No, they are taken away.",
        No "no" "Yes, and there is no such file.",
    }
    /// What is an empty path of DLLPath?
    path_empty: PathEmpty, "AMB-36" {
        Skip "skip" "Nothing.",
        Fail "fail" "A DLL that cannot be loaded.",
    }
    /// How often is a DLL loaded that DLLPath lists twice?
    path_duplicate: PathDuplicate, "AMB-36" {
        Once "once" "Once, and the log says so.",
        LoadTwice "load_twice" "Twice.",
    }
    /// Is the IPv4 pair required on Windows 2000 and earlier?
    ipv4_pair_required_2000: Ipv4PairRequired2000, "AMB-39" {
        Yes "yes" "Yes.",
        No "no" "No.",
    }
    /// Which values of a BOOL are TRUE?
    bool_truth: BoolTruth, "AMB-41" {
        Nonzero "nonzero" "Any but zero.",
        One "one" "One alone.",
    }
    /// Whose address is wszAddress of the projection structures?
    projection_view: ProjectionView, "AMB-43" {
        Server "server" "The server's.",
        Client "client" "The client's.",
    }
    /// Which family of LCP flags is used?
    lcp_flag_family: LcpFlagFamily, "AMB-44" {
        PppLcp "PPP_LCP" "PPP_LCP_*.",
        Raslcpo "RASLCPO" "RASLCPO_*: the same options one bit lower.",
    }
    /// What does Header.size of AUTH_VALIDATION_EX count?
    auth_header_size: AuthHeaderSize, "AMB-45" {
        Fixed "fixed" "The fixed part.",
        Actual "actual" "The fixed part and AuthInfo, as far as 16 bits reach.",
    }
    /// Does the service start if a DLL has no initialiser?
    init_missing: InitMissing, "AMB-46" {
        FailStart "fail_start" "No.",
        Tolerate "tolerate" "Yes.",
    }
    /// Which user name do the address functions get?
    ip_user_format: IpUserFormat, "AMB-47" {
        Bare "bare" "The bare name.",
        DomainQualified "domain_qualified" "DOMAIN\name.",
    }
    /// What becomes of live connections when the service stops?
    shutdown_live: ShutdownLive, "AMB-51" {
        HangupFirst "hangup_first" "They are hung up first.",
        Drop "drop" "They are dropped without a word.",
    }
    /// What follows a fault in a callout?
    callout_fault: CalloutFault, "AMB-52" {
        LogAndRefuse "log_and_refuse" "It is logged and counts as a refusal.",
        LogAndStop "log_and_stop" "It is logged and the service stops at once.",
    }
    /// What does the probation timer hold?
    probation_timer: ProbationTimer, "AMB-54" {
        Absolute "absolute" "The point in time at which probation ends.",
        Relative "relative" "How long probation lasts.",
    }
    /// What is "each user" that is asked once for an address?
    getip_per: GetipPer, "AMB-56" {
        Connection "connection" "Each connection.",
        User "user" "Each user name: sessions of one user share a lease.",
    }
    /// Does the service start if a DLL's file is missing?
    missing_dll: MissingDll, "LOAD-19" {
        FailStart "fail_start" "No.",
        Skip "skip" "Yes, without that DLL.",
    }
}

impl Policy {
    /// The policies that are not at their default, with their readings.
    pub fn changed(&self) -> impl Iterator<Item = (&'static str, &'static str)> {
        Self::FIELDS.iter().filter_map(|field| {
            let reading = self.reading(field.name)?;
            (reading != field.readings[0].0).then_some((field.name, reading))
        })
    }
}
