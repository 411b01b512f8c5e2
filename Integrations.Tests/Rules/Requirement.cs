namespace Integrations.Tests.Rules;

/// <summary>One row of <c>docs/requirements</c>.</summary>
/// <param name="Document">The document's number, such as <c>001</c>.</param>
/// <param name="State">Begins with one of <see cref="States"/>.</param>
internal sealed record Requirement(string Document, string Id, string Asked, string MetBy, string ProvenBy, string State)
{
    public const string Met = "met";
    public const string MetInPart = "met in part";
    public const string NotMet = "not met";
    public const string NotProven = "not proven";
    public const string DecidedOtherwise = "decided otherwise";
    public const string FutureItem = "future item";
    public const string Outside = "outside";

    /// <summary>The longer ones first, because a state begins with one.</summary>
    public static IReadOnlyList<string> States { get; } = [MetInPart, Met, NotMet, NotProven, DecidedOtherwise, FutureItem, Outside];

    /// <summary>Null for a state that is none.</summary>
    public string? Kind => States.FirstOrDefault(state => State == state || (State.StartsWith(state, StringComparison.Ordinal) && State[state.Length] is ';' or ':' or ',' or ' '));

    /// <summary>Something of it is missing, and the page about all of them has to say so.</summary>
    public bool IsOpen => Kind is MetInPart or NotMet or NotProven || State.StartsWith("future item, built in part", StringComparison.Ordinal);
}
