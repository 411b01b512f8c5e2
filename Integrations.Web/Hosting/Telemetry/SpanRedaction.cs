using System.Diagnostics;
using OpenTelemetry;

namespace Integrations.Web.Hosting.Telemetry;

/// <summary>Addresses that are called may hold keys in path and query: spans keep scheme and host (SECURITY L1).</summary>
internal sealed class SpanRedaction : BaseProcessor<Activity>
{
    private const string FullUrl = "url.full";

    public override void OnEnd(Activity data)
    {
        if (data.GetTagItem(FullUrl) is string text)
        {
            data.SetTag(FullUrl, Uri.TryCreate(text, UriKind.Absolute, out var url) ? url.GetLeftPart(UriPartial.Authority) + "/" : "***");
        }
    }
}
