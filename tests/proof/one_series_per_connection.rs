//! CONN-13, HANGUP-09: a DLL meets a connection in one series, from Accept to Hangup.

use std::collections::BTreeMap;

use mockras::check::{Call, Judge, Look};
use mockras::model::Instance;
use mockras::ras::{CrossedPair, Series, SeriesSelect};

mockras::rule! {
    /// The pages describe pairs: what AcceptNewConnection2 was asked about, ConnectionHangupNotification2 reports.
    ///
    /// So a DLL that keeps its sessions in one table per series finds them again. Two readings make exceptions: under
    /// `series_select=all` (AMB-06) a DLL is called in each of its series, and hears of the end in those that were asked;
    /// under `crossed_pair=allow` (AMB-07) Accept of one series may go with Hangup of another.
    id: "CONN-13",
    name: "one-series-per-connection",
    also: ["HANGUP-09"],
    applies_to: Accept,
    check: is_one,
    holds: r#"
         0.000  step   1      { dial = { port = "VPN2-0", user = "alice" } }
         0.000  c1            authenticated handle=65537 user=alice
         0.000  call   conn/1 AcceptNewConnection3 c1 = TRUE
         0.000  c1            link-up port=VPN2-0
         0.000  c1            connected
         9.000  step   2      { hang-up = { port = "VPN2-0" } }
         9.000  c1            link-down port=VPN2-0
         9.000  call   conn/1 ConnectionHangupNotification3 c1 duration-s=9
         9.000  c1            closed reason=hung-up
    "#,
    breaks: replaces r#"
         9.000  call   conn/1 ConnectionHangupNotification3 c1 duration-s=9
    "# with r#"
         9.000  call   conn/1 ConnectionHangupNotification2 c1 duration-s=9
    "#,
}

fn is_one(look: &Look<'_>, judge: &mut Judge<'_>) {
    let mut met: BTreeMap<(Instance, u32), Vec<Series>> = BTreeMap::new();
    let all = look.policy.series_select == SeriesSelect::All;
    let crossed = look.policy.crossed_pair == CrossedPair::Allow;
    for call in look.calls() {
        let Some(number) = call.connection else { continue };
        let key = (call.instance, number);
        if let Some(series) = call.accepts() {
            let asked = met.entry(key).or_default();
            asked.push(series);
            if !all {
                compare(judge, call, &asked[..1], series, "CONN-13");
            }
        }
        if let (Some(series), Some(asked)) = (call.hangs_up(), met.get(&key))
            && !crossed
        {
            compare(judge, call, asked, series, "HANGUP-09");
        }
    }
}

fn compare(judge: &mut Judge<'_>, call: &Call<'_>, asked: &[Series], series: Series, row: &'static str) {
    if asked.contains(&series) {
        judge.held();
    } else {
        let asked: Vec<String> = asked.iter().map(Series::to_string).collect();
        let asked = asked.join(" and ");
        judge
            .broken(call, format!("series {series} after series {asked}"), format!("series {asked}"))
            .about(row);
    }
}
