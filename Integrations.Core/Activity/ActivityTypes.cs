namespace Integrations.Core.Activity;

/// <summary>Kinds of things done through an integration.</summary>
public static class ActivityTypes
{
    /// <summary>Changes were pulled from the vendor.</summary>
    public const string Sync = "sync";

    /// <summary>A person, or a scheduled check, tried the connection.</summary>
    public const string Test = "test";

    /// <summary>A credential was given, by typing or by signing in at the vendor.</summary>
    public const string Connect = "connect";

    /// <summary>A connection was ended here.</summary>
    public const string Disconnect = "disconnect";

    /// <summary>The vendor was searched, or asked for a page of its things.</summary>
    public const string Search = "search";

    /// <summary>One thing was read by its id.</summary>
    public const string Read = "read";

    /// <summary>An action was run; the entry names it.</summary>
    public const string Action = "action";

    /// <summary>A token was renewed, or could not be.</summary>
    public const string Refresh = "refresh";

    /// <summary>The vendor delivered an event.</summary>
    public const string Inbound = "inbound";

    /// <summary>A channel, by which the vendor tells of changes, was opened, renewed or ended.</summary>
    public const string Subscription = "channel";

    /// <summary>A program called the vendor's API through the hub.</summary>
    public const string Proxy = "proxy";

    /// <summary>A program called a tool at <c>/mcp</c> that the hub answered or refused by itself, so that no vendor's row tells of it; the entry names the tool and no integration.</summary>
    public const string Tool = "tool";

    /// <summary>All of these; filters take no other.</summary>
    public static IReadOnlyList<string> All { get; } = [Sync, Test, Connect, Disconnect, Search, Read, Action, Refresh, Inbound, Subscription, Proxy, Tool];

    /// <summary>Whether the hub called the vendor, and waited for its answer: its time says how fast the vendor is. Deliveries of the vendor, runs of a sync, and acts of people are none.</summary>
    /// <param name="type">One of <see cref="All"/>.</param>
    public static bool IsCall(string type) => type is Search or Read or Action or Proxy or Test or Refresh;
}
