namespace Integrations.Client;

/// <summary>What one call may say beside its own parameters.</summary>
public sealed record HubCall
{
    /// <summary>
    /// 1 to 255 characters, new for every thing to be done: the hub does it once for this key within a day and gives the same answer again. With it the client tries a
    /// <c>POST</c> or <c>PATCH</c> again, which it does not do otherwise. The proxy and the tools take none.
    /// </summary>
    public string? IdempotencyKey { get; init; }

    /// <summary>A call that has one effect however often it is sent: <c>HubCall.Once()</c>.</summary>
    public static HubCall Once() => new() { IdempotencyKey = Guid.CreateVersion7().ToString() };
}
