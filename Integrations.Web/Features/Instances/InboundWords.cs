using Integrations.Core.Channels;
using Integrations.Core.Webhooks.Inbound;
using Integrations.Web.Components.Shared;

namespace Integrations.Web.Features.Instances;

/// <summary>A vendor's event in words.</summary>
internal static class InboundWords
{
    /// <summary>A channel's state, and what its next time is for.</summary>
    public static (Tone Tone, string Text, string Next) State(ChannelStatus status) => status switch
    {
        ChannelStatus.Open => (Tone.Ok, "Open", "renewed"),
        ChannelStatus.Opening => (Tone.Busy, "Opening", "opened"),
        ChannelStatus.Closing => (Tone.Off, "Closing", "stopped"),
        ChannelStatus.Refused => (Tone.Warn, "Refused: pulls go on", "tried again"),
        _ => (Tone.Warn, "Not open: pulls go on", "tried again"),
    };

    public static (Tone Tone, string Text) State(InboundEventRow heard) => heard switch
    {
        { ProcessedAt: null, LastError: null } => (Tone.Busy, "Waiting"),
        { ProcessedAt: null } => (Tone.Warn, "Waits for another try"),
        { LastError: not null } => (Tone.Bad, "Given up"),
        _ => (Tone.Ok, "Done"),
    };
}
