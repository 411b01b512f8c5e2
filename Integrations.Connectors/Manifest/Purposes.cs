using Integrations.Connectors.Contracts;

namespace Integrations.Connectors.Manifest;

/// <summary>
/// What an integration may be for, in words that manifests (<see cref="OAuthScope.NeededFor"/>), integrations and the API share:
/// <c>find</c> or <c>find:issue</c> (search, read, link, synchronize), <c>actions</c> or <c>action:create_issue</c>, <c>events</c>.
/// </summary>
public static class Purposes
{
    /// <summary>The setting of an integration that lists what it is for; no manifest can have a setting of this name.</summary>
    public const string Setting = "purposes";

    /// <summary>Only in manifests: to know whose account it is and to stay connected, which every use needs.</summary>
    public const string Account = "account";

    /// <summary>Finding, reading, linking and synchronizing things of every kind.</summary>
    public const string Find = "find";

    /// <summary>Every action.</summary>
    public const string Actions = "actions";

    /// <summary>Receiving the vendor's events.</summary>
    public const string Events = "events";

    /// <summary>The most characters of one use.</summary>
    public const int MaxLength = 200;

    private const string FindStart = "find:";
    private const string ActionStart = "action:";

    /// <summary>Finding things of one kind.</summary>
    public static string FindOf(string entity) => FindStart + entity;

    /// <summary>One action.</summary>
    public static string ActionOf(string action) => ActionStart + action;

    /// <summary>The entity of <c>find:issue</c>; null for other uses.</summary>
    public static string? EntityOf(string purpose) => purpose.StartsWith(FindStart, StringComparison.Ordinal) ? purpose[FindStart.Length..] : null;

    /// <summary>The action of <c>action:create_issue</c>; null for other uses.</summary>
    public static string? ActionIn(string purpose) => purpose.StartsWith(ActionStart, StringComparison.Ordinal) ? purpose[ActionStart.Length..] : null;

    /// <summary>Whether two uses have something in common: the same, or one of them is a part of the other.</summary>
    public static bool Meet(string one, string other) =>
        one == other || IsPartOf(one, other) || IsPartOf(other, one);

    /// <summary>
    /// Whether a text is a use of any provider at all: one of the words above but <see cref="Account"/>, or a part of one, which is named without spaces
    /// and commas: lists of uses are kept with those between.
    /// </summary>
    public static bool IsWord(string? text) =>
        text is { Length: <= MaxLength }
        && (text is Find or Actions or Events || ((EntityOf(text) ?? ActionIn(text)) is { Length: > 0 } name && !name.Any(c => c == ',' || char.IsWhiteSpace(c) || char.IsControl(c))));

    /// <summary>Whether an integration of this provider can be for it. Where only a connection knows the actions, each name may be one.</summary>
    public static bool Knows(ConnectorEntry entry, string? purpose) => purpose switch
    {
        null => false,
        _ when !IsWord(purpose) => false,
        Find => true,
        Actions => entry.CanAct,
        Events => entry.ReceivesEvents,
        _ when EntityOf(purpose) is { } entity => entry.Manifest.Entities.Any(known => known.Name == entity),
        _ when ActionIn(purpose) is { } action => ActionsOf(entry) is { } actions && (actions.Count == 0 || actions.Any(known => known.Name == action)),
        _ => false,
    };

    /// <summary>
    /// The uses that a person can choose among, as finely as the provider's scopes tell them apart; empty where every choice would ask for the same.
    /// </summary>
    public static IReadOnlyList<string> ChoicesOf(ConnectorEntry entry)
    {
        if (entry.Manifest.Method(AuthKinds.OAuth2)?.OAuth is not { } oauth)
        {
            return [];
        }

        var needs = oauth.Scopes.SelectMany(scope => scope.NeededFor).ToHashSet(StringComparer.Ordinal);
        string[] choices =
        [
            .. needs.Any(need => EntityOf(need) is not null) ? entry.Manifest.Entities.Select(entity => FindOf(entity.Name)) : needs.Where(need => need == Find),
            .. needs.Any(need => ActionIn(need) is not null) ? (ActionsOf(entry) ?? []).Select(action => ActionOf(action.Name)) : needs.Where(need => need == Actions),
            .. needs.Where(need => need == Events),
        ];
        return choices.Any(choice => oauth.ScopesFor([choice]).Count < oauth.Scopes.Count) ? choices : [];
    }

    /// <summary>
    /// Of the uses that a scope is needed for, and their parts that can be chosen, the one that brings the fewest other scopes; null for a scope that no use needs.
    /// </summary>
    /// <param name="entry">The scope's provider.</param>
    /// <param name="scope">One of its scopes.</param>
    /// <param name="granted">Names of scopes that are there already, which cost nothing.</param>
    public static string? SmallestUseOf(ConnectorEntry entry, OAuthScope scope, IReadOnlyList<string> granted)
    {
        if (entry.Manifest.Method(AuthKinds.OAuth2)?.OAuth is not { } oauth)
        {
            return null;
        }

        var needs = scope.NeededFor.Where(need => need != Account).ToList();
        return needs.Concat(ChoicesOf(entry).Where(choice => needs.Any(need => Meet(need, choice)))).MinBy(use =>
        {
            var brought = oauth.ScopesFor([use]);
            return (brought.Count(other => !granted.Contains(other.Name, StringComparer.OrdinalIgnoreCase)), brought.Count);
        });
    }

    /// <summary>Whether these uses alone get at what they are for: not where a sign-in would ask for nothing, nor where events tell of what no scope lets be read.</summary>
    /// <param name="entry">The provider.</param>
    /// <param name="purposes">Ones that it knows.</param>
    public static bool CanStandAlone(ConnectorEntry entry, IReadOnlyList<string> purposes) =>
        entry.Manifest.Method(AuthKinds.OAuth2)?.OAuth is not { Scopes.Count: > 0 } oauth
        || (oauth.ScopesFor(purposes).Count > 0
            && (purposes.Any(purpose => purpose != Events) || oauth.Scopes.Any(scope => scope.NeededFor.Count == 0 || scope.NeededFor.Contains(Events, StringComparer.Ordinal))));

    /// <summary>What is wrong with the uses that a provider's scopes name, each as a sentence: ones that are not there, and ones that no scope is for.</summary>
    internal static IEnumerable<string> Problems(OAuthManifest oauth, IReadOnlyList<string> entities, IReadOnlyList<string> actions, bool hasEvents)
    {
        foreach (var (scope, need) in oauth.Scopes.SelectMany(scope => scope.NeededFor.Select(need => (scope, need))))
        {
            var isThere = need switch
            {
                Account or Find or Actions => true,
                Events => hasEvents,
                _ => entities.Contains(EntityOf(need), StringComparer.Ordinal) || actions.Contains(ActionIn(need), StringComparer.Ordinal),
            };
            if (!isThere)
            {
                yield return $"The scope '{scope.Name}' is needed for '{need}', which the provider does not have.";
            }
        }

        // A scope that does not say what it is for may be for what no other names.
        if (oauth.Scopes.Count == 0 || oauth.Scopes.Any(scope => scope.NeededFor.Count == 0))
        {
            yield break;
        }

        foreach (var purpose in entities.Select(FindOf).Concat(actions.Select(ActionOf)).Where(purpose => !oauth.Scopes.Any(scope => scope.NeededFor.Any(need => Meet(need, purpose)))))
        {
            yield return $"No scope is needed for '{purpose}': name it in the 'neededFor' of the scopes that it takes.";
        }
    }

    private static IReadOnlyList<ActionDescriptor>? ActionsOf(ConnectorEntry entry) => entry.As<IRunActions>()?.KnownActions;

    private static bool IsPartOf(string part, string whole) =>
        (whole == Find && EntityOf(part) is not null) || (whole == Actions && ActionIn(part) is not null);
}
