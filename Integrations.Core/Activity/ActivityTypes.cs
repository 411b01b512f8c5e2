namespace Integrations.Core.Activity;

/// <summary>Kinds of things done through an integration.</summary>
public static class ActivityTypes
{
    public const string Sync = "sync";
    public const string Test = "test";
    public const string Connect = "connect";
    public const string Disconnect = "disconnect";
    public const string Search = "search";
    public const string Read = "read";
    public const string Action = "action";
    public const string Refresh = "refresh";
    public const string Inbound = "inbound";
    public const string Channel = "channel";
    public const string Proxy = "proxy";

    public static IReadOnlyList<string> All { get; } = [Sync, Test, Connect, Disconnect, Search, Read, Action, Refresh, Inbound, Channel, Proxy];
}
