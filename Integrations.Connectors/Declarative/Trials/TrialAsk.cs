using System.Text.Json;
using System.Text.Json.Nodes;

namespace Integrations.Connectors.Declarative.Trials;

/// <summary>What one step asks of a provider.</summary>
/// <param name="Step">One of <see cref="Steps"/>.</param>
internal sealed record TrialAsk(string Step)
{
    public const string Account = "account";
    public const string Search = "search";
    public const string Read = "read";
    public const string Action = "action";
    public const string Sync = "sync";

    /// <summary>Small, so that a listing has several pages.</summary>
    public const int Few = 3;

    public const int MostPages = 20;

    public static readonly IReadOnlyList<string> Steps = [Account, Search, Read, Action, Sync];

    public string? Entity { get; init; }

    /// <summary>Null for anything.</summary>
    public string? Text { get; init; }

    public int Limit { get; init; } = Few;

    /// <summary>How many pages are read at most.</summary>
    public int Pages { get; init; } = 1;

    public string? Id { get; init; }

    public string? ActionName { get; init; }

    public JsonObject? Parameters { get; init; }

    public string Name => (Entity ?? ActionName) is { } what ? $"{Step} {what}" : Step;

    /// <summary>For people.</summary>
    public string Words => Step switch
    {
        Search => $"{(Text is null ? "no text" : $"'{Http.VendorFailures.Clean(Text, 40)}'")}, {Limit} at a time{(Pages > 1 ? $", {Pages} pages at most" : "")}",
        Read => Http.VendorFailures.Clean(Id ?? "", 60),
        Action => string.Join(", ", Parameters?.Select(parameter => parameter.Key) ?? []),
        Sync => "what changed",
        _ => "whose it is",
    };

    /// <summary>Its members, into an object that is open.</summary>
    public void Write(Utf8JsonWriter writer)
    {
        writer.WriteString("step", Step);
        foreach (var (name, value) in new[] { ("entity", Entity), ("id", Id), ("action", ActionName), ("text", Text) })
        {
            if (value is not null)
            {
                writer.WriteString(name, value);
            }
        }

        if (Step == Search)
        {
            writer.WriteNumber("limit", Limit);
            writer.WriteNumber("pages", Pages);
        }

        if (Parameters is not null)
        {
            writer.WritePropertyName("parameters");
            Parameters.WriteTo(writer);
        }
    }
}
