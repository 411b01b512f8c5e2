namespace Integrations.Sandbox.Receiver;

/// <param name="Body">The first <see cref="MostKept"/> bytes.</param>
/// <param name="Length">Of the whole body.</param>
internal sealed record ReceivedMessage(DateTimeOffset At, IReadOnlyList<KeyValuePair<string, string>> Headers, byte[] Body, int Length, int Answered)
{
    public const int MostKept = 32 * 1024;

    public bool IsCut => Length > Body.Length;

    public string? Header(string name) => Headers.FirstOrDefault(h => string.Equals(h.Key, name, StringComparison.OrdinalIgnoreCase)).Value;
}
