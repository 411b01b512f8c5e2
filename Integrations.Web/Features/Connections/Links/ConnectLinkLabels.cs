using Integrations.Core.Connections;
using Integrations.Core.Connections.Links;
using Integrations.Core.Connections.OAuth;
using Integrations.Web.Components.Shared;
using Integrations.Web.Localization;

namespace Integrations.Web.Features.Connections.Links;

/// <summary>Links to connect in words.</summary>
internal static class ConnectLinkLabels
{
    public static string State(ConnectLinkState state) => state switch
    {
        ConnectLinkState.Waiting => Text.T("Waiting"),
        ConnectLinkState.Opened => Text.T("Opened"),
        ConnectLinkState.Done => Text.T("Connected"),
        ConnectLinkState.Failed => Text.T("Failed"),
        ConnectLinkState.Expired => Text.T("Expired"),
        _ => Text.T("Revoked"),
    };

    public static Tone Tone(ConnectLinkState state) => state switch
    {
        ConnectLinkState.Waiting or ConnectLinkState.Opened => Components.Shared.Tone.Busy,
        ConnectLinkState.Done => Components.Shared.Tone.Ok,
        ConnectLinkState.Failed => Components.Shared.Tone.Bad,
        _ => Components.Shared.Tone.Off,
    };

    public static string Audience(ConnectLinkAudience audience) => audience switch
    {
        ConnectLinkAudience.Member => Text.T("One member"),
        ConnectLinkAudience.AnyMember => Text.T("The first member who signs in with it"),
        _ => Text.T("A person without an account"),
    };

    /// <summary>Whom a link is for: their address or label; the audience where it names no one.</summary>
    public static string For(ConnectLinkRow row) => row.Label ?? row.Email ?? row.Reference ?? Audience(row.Audience);

    /// <summary>Why an attempt did not connect, for who followed the link.</summary>
    public static string Failure(string code, string vendor) => code switch
    {
        ConnectionFailures.AccountChangedCode => Text.T("This is another account of {0} than the one that was connected before, so nothing was changed. Sign in there with the former account, or tell the person who sent you the link.", vendor),
        OAuthFailures.StarterGoneCode or ConnectLinkFailures.EndedCode => Text.T("The link ended meanwhile, so nothing was connected. Ask for another."),
        _ => ConnectOutcome.Words(code, vendor),
    };
}
