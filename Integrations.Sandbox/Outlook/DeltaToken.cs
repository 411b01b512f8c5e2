using System.Buffers.Text;
using System.Text.Json;

namespace Integrations.Sandbox.Outlook;

/// <summary>What a delta link remembers.</summary>
/// <param name="Version">Everything of earlier versions was told.</param>
/// <param name="After">Of this version, everything up to this id was told; null means all.</param>
/// <param name="FullRound">The first round lists what is there; later ones also tell what is gone.</param>
internal sealed record DeltaToken(string Epoch, DateTimeOffset From, DateTimeOffset To, int Version, string? After, bool FullRound)
{
    public bool IsNews(OutlookEvent item) =>
        item.Version > Version || (item.Version == Version && After is not null && string.CompareOrdinal(item.ImmutableId, After) > 0);

    public string Write() => Base64Url.EncodeToString(JsonSerializer.SerializeToUtf8Bytes(this));

    public static DeltaToken? Read(string text)
    {
        try
        {
            return JsonSerializer.Deserialize<DeltaToken>(Base64Url.DecodeFromChars(text));
        }
        catch (Exception exception) when (exception is FormatException or JsonException)
        {
            return null;
        }
    }
}
