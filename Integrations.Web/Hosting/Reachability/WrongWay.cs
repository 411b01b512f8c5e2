namespace Integrations.Web.Hosting.Reachability;

/// <summary>How a request can come that pages cannot be served to.</summary>
internal enum WrongWay
{
    /// <summary>By plain http, and no proxy told that the browser came by https.</summary>
    PlainHttp,

    /// <summary>The proxy sent forwarded headers, and the hub was not told to believe it.</summary>
    ProxyNotTrusted,

    /// <summary>A trusted proxy says that the browser came by plain http.</summary>
    ProxySaysHttp,

    /// <summary>By https, under another name than the configured one.</summary>
    ForeignHost,

    /// <summary>The hub does not know under which address people reach it, and this is not the machine that it runs on.</summary>
    NoPublicOrigin,
}
