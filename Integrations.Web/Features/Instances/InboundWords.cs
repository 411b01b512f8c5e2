using Integrations.Core.Webhooks.Inbound;
using Integrations.Web.Components.Shared;

namespace Integrations.Web.Features.Instances;

/// <summary>A vendor's event in words.</summary>
internal static class InboundWords
{
    public static (Tone Tone, string Text) State(InboundEventRow heard) => heard switch
    {
        { ProcessedAt: null, LastError: null } => (Tone.Busy, "Waiting"),
        { ProcessedAt: null } => (Tone.Warn, "Waits for another try"),
        { LastError: not null } => (Tone.Bad, "Given up"),
        _ => (Tone.Ok, "Done"),
    };
}
