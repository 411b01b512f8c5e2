using Integrations.Core.Activity;
using Integrations.Web.Components.Shared;
using Integrations.Web.Localization;

namespace Integrations.Web.Features.Activity;

/// <summary>How far back a log is read, as the address says it.</summary>
internal static class LogFilter
{
    public static (string Key, string Word)[] Spans => [("1h", Text.T("Last hour")), ("24h", Text.T("Last day")), ("7d", Text.T("Last week")), ("30d", Text.T("Last month"))];

    public static IEnumerable<SelectOption> Choices => [new("", Text.T("Any time")), .. Spans.Select(span => new SelectOption(span.Key, span.Word))];

    /// <summary>The first moment wanted; null for any time.</summary>
    public static DateTimeOffset? From(string? span, DateTimeOffset now) => span switch
    {
        "1h" => now.AddHours(-1),
        "24h" => now.AddDays(-1),
        "7d" => now.AddDays(-7),
        "30d" => now.AddDays(-30),
        _ => null,
    };

    public static ActivityFilter Activity(string? integration, string? type, string? status, string? span, DateTimeOffset now) => new()
    {
        InstanceId = Guid.TryParse(integration, out var id) ? id : null,
        Type = type is not null && ActivityTypes.All.Contains(type) ? type : null,
        Status = Enum.TryParse<ActivityStatus>(status, ignoreCase: true, out var parsed) && Enum.IsDefined(parsed) ? parsed : null,
        From = From(span, now),
    };
}
