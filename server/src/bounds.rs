//! How much is taken from whom: settings against too much at once. Where a number stands, 0 means no limit of that kind.

use clap::Args;
use ipnet::IpNet;

/// Settings of limits.
#[derive(Args, Clone, Debug)]
pub struct Bounds {
    /// Proxies whose `X-Forwarded-For` is believed: networks, separated by commas. Nobody's is believed by default
    #[arg(long, env = "HANDSLAG_TRUSTED_PROXIES", value_delimiter = ',', value_parser = network, global = true)]
    pub trusted_proxies: Vec<IpNet>,
    /// Networks where many people share an address (a town hall, a library): limits by address are 50 times as wide there
    #[arg(long, env = "HANDSLAG_SHARED_ADDRESSES", value_delimiter = ',', value_parser = network, global = true)]
    pub shared_addresses: Vec<IpNet>,
    /// Tries to sign in, a minute and browser, and of the same link; of an address, 20 times as many
    #[arg(long, env = "HANDSLAG_SIGN_INS_PER_MINUTE", default_value_t = 10, global = true)]
    pub sign_ins_per_minute: u32,
    /// Sign-ups as a volunteer, an hour and browser; of an address, 20 times as many
    #[arg(long, env = "HANDSLAG_SIGN_UPS_PER_HOUR", default_value_t = 20, global = true)]
    pub sign_ups_per_hour: u32,
    /// Forms sent, and as many pages that were refused, a minute and person; by those who are not signed in, a minute and browser; of an
    /// address, 20 times as many
    #[arg(long, env = "HANDSLAG_WRITES_PER_MINUTE", default_value_t = 60, global = true)]
    pub writes_per_minute: u32,
    /// Open connections; fewer where the machine allows fewer open files
    #[arg(long, env = "HANDSLAG_CONNECTIONS", default_value_t = 4000, global = true)]
    pub connections: u32,
    /// Open connections of one address; not of this machine's own and not of trusted proxies
    #[arg(long, env = "HANDSLAG_CONNECTIONS_PER_ADDRESS", default_value_t = 200, global = true)]
    pub connections_per_address: u32,
    /// Requests in work at once; half as many again for forms, so that nothing typed is lost while others only look
    #[arg(long, env = "HANDSLAG_REQUESTS_AT_ONCE", default_value_t = 200, global = true)]
    pub requests_at_once: u32,
    /// Live streams at once; at most 20 of one person
    #[arg(long, env = "HANDSLAG_STREAMS", default_value_t = 2000, global = true)]
    pub streams: u32,
}

impl Bounds {
    /// None of them: for tests of other things, which send a day's forms in a second.
    pub const fn none() -> Self {
        Self {
            trusted_proxies: Vec::new(),
            shared_addresses: Vec::new(),
            sign_ins_per_minute: 0,
            sign_ups_per_hour: 0,
            writes_per_minute: 0,
            connections: 0,
            connections_per_address: 0,
            requests_at_once: 0,
            streams: 0,
        }
    }
}

/// A network, or one address.
fn network(text: &str) -> Result<IpNet, String> {
    let text = text.trim();
    text.parse::<IpNet>()
        .or_else(|_| text.parse::<std::net::IpAddr>().map(IpNet::from))
        .map_err(|_| format!("{text} is no address and no network"))
}
