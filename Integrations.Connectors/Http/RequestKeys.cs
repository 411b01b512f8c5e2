namespace Integrations.Connectors.Http;

/// <summary>Facts that a request carries through the pipeline.</summary>
public static class RequestKeys
{
    /// <summary>Whether a call may be sent again, where its method does not say it: a POST that only reads may, a PUT that adds a comment may not.</summary>
    public static readonly HttpRequestOptionsKey<bool> RepeatableKey = new("integrations.repeatable");

    /// <summary>On calls that are not to be repeated by themselves and yet change nothing, such as the greeting of a protocol.</summary>
    internal static readonly HttpRequestOptionsKey<bool> ChangesNothingKey = new("integrations.changes_nothing");

    /// <summary>On changes that carry an id of their own, made anew for each run of an action.</summary>
    internal static readonly HttpRequestOptionsKey<bool> OwnIdKey = new("integrations.own_id");

    /// <summary>On calls of other programs: bodies are passed on as they come, and redirects are answered instead of followed.</summary>
    internal static readonly HttpRequestOptionsKey<bool> PassedThroughKey = new("integrations.passed_through");

    /// <summary>
    /// Marks a call of another program. What only reads may be sent again after a lost answer; of the rest no one knows what it does at
    /// this vendor.
    /// </summary>
    internal static HttpRequestMessage PassedThrough(this HttpRequestMessage request)
    {
        request.Options.Set(PassedThroughKey, true);
        request.Options.Set(RepeatableKey, request.Method == HttpMethod.Get || request.Method == HttpMethod.Head);
        return request;
    }

    internal static bool IsPassedThrough(this HttpRequestMessage request) => request.Options.TryGetValue(PassedThroughKey, out var passed) && passed;

    /// <summary>
    /// Marks a change that carries an id made for this run: sent again within the run it does nothing, but another run has another
    /// id and makes a twin, so how it ended matters (RELIABILITY I4).
    /// </summary>
    public static HttpRequestMessage RepeatableInThisRun(this HttpRequestMessage request)
    {
        request.Options.Set(OwnIdKey, true);
        return request.Repeatable();
    }

    /// <summary>Marks a call that only reads, although its method is POST.</summary>
    public static HttpRequestMessage Repeatable(this HttpRequestMessage request)
    {
        request.Options.Set(RepeatableKey, true);
        return request;
    }
}
