using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Integrations.Connectors.Declarative.Plans;
using Integrations.Connectors.Declarative.Templates;
using Integrations.Connectors.Entities;

namespace Integrations.Connectors.Declarative.Sync;

/// <summary>How changes of one kind of thing are pulled: since a time, newest first until what is known, or by the vendor's own token.</summary>
internal sealed record SyncPlan
{
    /// <summary>Most vendors' longest page.</summary>
    public const int MostItems = 100;

    public required ListingPlan Changes { get; init; }

    /// <summary>How <c>{since}</c> is written: <c>iso</c>, <c>unix</c>, <c>unix_ms</c>, <c>unix_ms_text</c> (milliseconds as a JSON text) or <c>day</c>; null where the listing takes <c>{start}</c>, or no time at all.</summary>
    public string? SinceForm { get; init; }

    /// <summary>The listing takes no time and tells what changed last first: the walk ends at what is older.</summary>
    public bool IsNewestFirst { get; init; }

    /// <summary>The listing tells what changed first first, from the asked time on and that included: each page is asked for from where the one before it ended.</summary>
    public bool IsOldestFirst { get; init; }

    /// <summary>The vendor's own token; null where times are compared.</summary>
    public DeltaPlan? Delta { get; init; }

    /// <summary>Says of a thing of the listing that it is gone; null where the listing tells no such.</summary>
    public ValuePath? DeletedAt { get; init; }

    /// <summary>What stands there then; empty for anything at all.</summary>
    public IReadOnlyList<string> DeletedIs { get; init; } = [];

    /// <summary>A listing of its own for what is gone; null where there is none.</summary>
    public ListingPlan? Gone { get; init; }

    public IReadOnlyList<ValuePath> GoneId { get; init; } = [];

    /// <summary>How far back the first pull reaches.</summary>
    public TimeSpan FirstReach { get; init; }

    /// <summary>By how much a walk begins before the former one began: indexes lag behind writes. What is seen twice does no harm.</summary>
    public TimeSpan Overlap { get; init; }

    public bool IsDeleted(JsonElement item, JsonElement answer) => DeletedAt is not null && DeletedAt.Find(item, answer).Any(found =>
        DeletedIs.Count == 0 ? found.ValueKind != JsonValueKind.False : DeletedIs.Contains(found.TextOrNumber() ?? found.GetRawText(), StringComparer.Ordinal));

    /// <summary>Sets what stands for the time in the listing's places.</summary>
    public void SetSince(Places places, DateTimeOffset since)
    {
        places.Set("start", since.Iso());
        places.Set("startMs", since.ToUnixTimeMilliseconds());
        places.Set("since", Written(since));
    }

    /// <summary>Whether a time comes after another also as it is written: within one second a vendor that takes seconds would be asked for the same again.</summary>
    public bool IsLater(DateTimeOffset time, DateTimeOffset than) => time > than && Written(time)!.ToJsonString() != Written(than)!.ToJsonString();

    private JsonValue? Written(DateTimeOffset time) => SinceForm switch
    {
        "unix" => JsonValue.Create(time.ToUnixTimeSeconds()),
        "unix_ms" => JsonValue.Create(time.ToUnixTimeMilliseconds()),
        "unix_ms_text" => JsonValue.Create(time.ToUnixTimeMilliseconds().ToString(CultureInfo.InvariantCulture)),
        "day" => JsonValue.Create(time.Iso()[..10]),
        _ => JsonValue.Create(time.Iso()),
    };
}
