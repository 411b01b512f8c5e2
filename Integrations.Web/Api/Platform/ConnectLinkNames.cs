using Integrations.Core.Connections.Links;

namespace Integrations.Web.Api.Platform;

/// <summary>Words of links to connect.</summary>
internal static class ConnectLinkNames
{
    public static string Of(ConnectLinkState state) => state switch
    {
        ConnectLinkState.Waiting => "waiting",
        ConnectLinkState.Opened => "opened",
        ConnectLinkState.Done => "done",
        ConnectLinkState.Failed => "failed",
        ConnectLinkState.Expired => "expired",
        _ => "revoked",
    };

    public static string Of(ConnectLinkAudience audience) => audience switch
    {
        ConnectLinkAudience.Member => "member",
        ConnectLinkAudience.AnyMember => "any_member",
        _ => "outside",
    };

    public static ConnectLinkAudience? Parse(string? text) => text switch
    {
        "member" => ConnectLinkAudience.Member,
        "any_member" => ConnectLinkAudience.AnyMember,
        "outside" => ConnectLinkAudience.Outside,
        _ => null,
    };
}
