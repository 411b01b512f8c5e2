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

    /// <summary>All of these; filters take no other.</summary>
    public static IReadOnlyList<string> All { get; } = [Sync, Test, Connect, Disconnect, Search, Read, Action, Refresh, Inbound, Subscription, Proxy];
}
