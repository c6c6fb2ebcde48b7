//! Duties about the order of callouts.

use crate::check::row::rows;

rows! {
    "ORDER-01" "authentication, then Accept" Service Stated "all" [ACCEPT0, ACCEPT2, ACCEPT3, ACCEPT_EX] []
        "The service calls an Accept function only after the user has authenticated."
        => Proven("tests/proof/authentication_comes_first.rs");

    "ORDER-02" "Accept, then the first link" Service Stated "all" [LINK, GUIDE_DLL] []
        "The service asks about the first link immediately after the connection is accepted."
        => Proven("tests/proof/link_follows_accept.rs");

    "ORDER-03" "links, then the connection" Service Stated "all" [HANGUP0, HANGUP2, HANGUP3, HANGUP_EX] []
        "The service calls the connection hangup function after the last link is dismantled, not before."
        => Proven("tests/proof/connection_hangup_follows_links.rs");

    "ORDER-04" "address after authentication" Service Stated "all" [GUIDE_DLL] [22]
        "The service asks for an address after the user has authenticated; no page says whether before or \
         after Accept."
        => Proven("tests/proof/addresses_are_asked_for_once.rs");

    "ORDER-05" "release after a request" Service Stated "all" [GET4, GET6, OLD_RELEASE] []
        "The service releases an address only if the call that gave it asked for notice."
        => Proven("tests/proof/no_release_without_notice.rs");

    "ORDER-06" "registry order in each phase"
        Service Stated "2003 and later" [
            GUIDE_DLL, INITIALIZE, ACCEPT0, ACCEPT2, ACCEPT3, LINK, LINK_HANGUP, HANGUP0, HANGUP2,
            HANGUP3, GET4,
        ] []
        "The service calls several DLLs in registry order in each phase for which a page states it, which \
         leaves out Ex, reauthentication, IPv6 and termination."
        => Proven("tests/proof/phases_keep_registry_order.rs");

    "ORDER-07" "hangups not reversed"
        Service Stated "2003 and later" [HANGUP0, HANGUP2, HANGUP3, LINK_HANGUP] []
        "The service tells several DLLs of hangups in registry order, not last in, first out."
        => Proven("tests/proof/phases_keep_registry_order.rs");

    "ORDER-08" "links within the connection"
        Service Implied "all" [LINK, LINK_HANGUP, HANGUP0, HANGUP2, HANGUP3, HANGUP_EX] []
        "The service calls link functions between accept and hangup of the connection that their hConnection \
         names."
        => Proven("tests/proof/links_lie_within_connections.rs");

    "ORDER-09" "first and last call" Service Implied "2000 and later" [INITIALIZE, TERMINATE] []
        "The service initialises a DLL before any other call and terminates it after every other."
        => Proven("tests/proof/initialise_comes_first.rs");

    "ORDER-10" "links come and go"
        Service Implied "all" [LINK, LINK_HANGUP, HANGUP0, HANGUP2, HANGUP3, HANGUP_EX] []
        "The service may add and drop links while a connection lives, and only the last drop ends it."
        => Proven("tests/proof/last_link_ends_it.rs");
}
