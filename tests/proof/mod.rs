//! What the service owes a DLL, as rules: one file each. They judge mockras, which plays the service, over all that its
//! tests play.
//!
//! They use only what `mockras::check` exports, as a rule of a user's own does. A new rule takes a file here and two lines
//! below, both sorted by the name of the file.

mod address_error_ends_the_connection;
mod addresses_are_asked_for_once;
mod addresses_come_without_a_dll;
mod administration_is_answered;
mod arguments_fit_the_function;
mod authentication_comes_first;
mod calls_do_not_overlap;
mod calls_of_a_port_add_up;
mod connected_has_a_link;
mod connected_port_has_a_speed;
mod connection_flags_are_not_empty;
mod connection_hangup_comes_once;
mod connection_hangup_follows_links;
mod durations_are_seconds;
mod each_call_in_its_process;
mod endpoint_function_is_optional;
mod endpoints_move_while_connected;
mod ex_functions_need_revision_2;
mod ex_verdict_as_read;
mod failed_initialise_stops_the_start;
mod failures_are_logged;
mod flags_tell_the_tunnel;
mod forbidden_calls_do_not_return;
mod guid_belongs_to_one_connection;
mod handles_name_connections;
mod identity_stays_the_same;
mod initialise_comes_first;
mod initialised_once_per_start;
mod ipv4_comes_from_the_first_dll;
mod ipv6_comes_from_its_dlls;
mod last_link_ends_it;
mod link_follows_accept;
mod link_hangup_is_told;
mod links_are_put_to_dlls;
mod links_lie_within_connections;
mod live_connections_at_shutdown;
mod missing_exports_stop_the_start;
mod missing_file_stops_the_start;
mod multilink_bit_comes_with_links;
mod new_state_is_asked_about;
mod no_call_below_its_floor;
mod no_release_without_notice;
mod null_slots_are_not_called;
mod offer_is_zero_or_chosen;
mod old_refusal_has_no_hangup;
mod old_windows_loads_one_dll;
mod one_no_is_enough;
mod one_series_per_connection;
mod only_ikev2_endpoints_move;
mod phases_keep_registry_order;
mod pre_authenticated_handle_is_kept;
mod pre_authentication_is_for_sstp;
mod quarantine_flag_follows_the_state;
mod quarantine_is_removed;
mod reauthenticated_while_connected;
mod refused_link_had_no_end;
mod refused_link_stays_down;
mod refused_stays_out;
mod registry_order_at_start;
mod release_comes_at_the_end;
mod release_follows_notify;
mod release_names_what_was_given;
mod table_goes_to_initialise_ex;
mod table_on_entry;
mod terminate_by_slot_or_export;
mod terminate_comes_last;
mod terminate_order;
mod users_are_put_to_dlls;

use std::sync::LazyLock;

use mockras::check::{Rule, all_rules, own_rows, rows};

/// Every rule about the service, sorted by the name of its file.
pub(crate) static RULES: &[&Rule] = &[
    &address_error_ends_the_connection::RULE,
    &addresses_are_asked_for_once::RULE,
    &addresses_come_without_a_dll::RULE,
    &administration_is_answered::RULE,
    &arguments_fit_the_function::RULE,
    &authentication_comes_first::RULE,
    &calls_do_not_overlap::RULE,
    &calls_of_a_port_add_up::RULE,
    &connected_has_a_link::RULE,
    &connected_port_has_a_speed::RULE,
    &connection_flags_are_not_empty::RULE,
    &connection_hangup_comes_once::RULE,
    &connection_hangup_follows_links::RULE,
    &durations_are_seconds::RULE,
    &each_call_in_its_process::RULE,
    &endpoint_function_is_optional::RULE,
    &endpoints_move_while_connected::RULE,
    &ex_functions_need_revision_2::RULE,
    &ex_verdict_as_read::RULE,
    &failed_initialise_stops_the_start::RULE,
    &failures_are_logged::RULE,
    &flags_tell_the_tunnel::RULE,
    &forbidden_calls_do_not_return::RULE,
    &guid_belongs_to_one_connection::RULE,
    &handles_name_connections::RULE,
    &identity_stays_the_same::RULE,
    &initialise_comes_first::RULE,
    &initialised_once_per_start::RULE,
    &ipv4_comes_from_the_first_dll::RULE,
    &ipv6_comes_from_its_dlls::RULE,
    &last_link_ends_it::RULE,
    &link_follows_accept::RULE,
    &link_hangup_is_told::RULE,
    &links_are_put_to_dlls::RULE,
    &links_lie_within_connections::RULE,
    &live_connections_at_shutdown::RULE,
    &missing_exports_stop_the_start::RULE,
    &missing_file_stops_the_start::RULE,
    &multilink_bit_comes_with_links::RULE,
    &new_state_is_asked_about::RULE,
    &no_call_below_its_floor::RULE,
    &no_release_without_notice::RULE,
    &null_slots_are_not_called::RULE,
    &offer_is_zero_or_chosen::RULE,
    &old_refusal_has_no_hangup::RULE,
    &old_windows_loads_one_dll::RULE,
    &one_no_is_enough::RULE,
    &one_series_per_connection::RULE,
    &only_ikev2_endpoints_move::RULE,
    &phases_keep_registry_order::RULE,
    &pre_authenticated_handle_is_kept::RULE,
    &pre_authentication_is_for_sstp::RULE,
    &quarantine_flag_follows_the_state::RULE,
    &quarantine_is_removed::RULE,
    &reauthenticated_while_connected::RULE,
    &refused_link_had_no_end::RULE,
    &refused_link_stays_down::RULE,
    &refused_stays_out::RULE,
    &registry_order_at_start::RULE,
    &release_comes_at_the_end::RULE,
    &release_follows_notify::RULE,
    &release_names_what_was_given::RULE,
    &table_goes_to_initialise_ex::RULE,
    &table_on_entry::RULE,
    &terminate_by_slot_or_export::RULE,
    &terminate_comes_last::RULE,
    &terminate_order::RULE,
    &users_are_put_to_dlls::RULE,
];

/// The rules about DLLs and those about the service, in the order of the contract.
pub(crate) fn every_rule() -> &'static [&'static Rule] {
    static SORTED: LazyLock<Vec<&'static Rule>> = LazyLock::new(|| {
        let place = |rule: &Rule| rows().chain(own_rows()).position(|row| row.id == rule.id);
        let mut sorted = [all_rules(), RULES].concat();
        sorted.sort_by_key(|rule| place(rule));
        sorted
    });
    &SORTED
}
