using System.Globalization;
using System.Text.RegularExpressions;

namespace Integrations.Sandbox.GitHub;

/// <summary>The issue search language: words, qualifiers, AND, OR, NOT, parentheses.</summary>
/// <remarks>Since 2025-09-04 everything without an operator is AND-ed, repeated <c>repo:</c> too.</remarks>
internal sealed partial class GitHubQuery
{
    private readonly List<string> _tokens;
    private readonly GitHubWorld _world;
    private int _next;

    private GitHubQuery(string text, GitHubWorld world)
    {
        _tokens = [.. Tokens().Matches(text).Select(match => match.Value)];
        _world = world;
    }

    /// <summary>Repositories that are named and that the caller cannot see: GitHub answers 422.</summary>
    public List<string> Unseen { get; } = [];

    public bool NamesKind { get; private set; }

    public Func<GitHubIssue, bool> Matches { get; private set; } = _ => true;

    public static GitHubQuery Parse(string text, GitHubWorld world)
    {
        var query = new GitHubQuery(text, world);
        query.Matches = query.Any();
        return query;
    }

    private Func<GitHubIssue, bool> Any()
    {
        var choices = new List<Func<GitHubIssue, bool>> { All() };
        while (Take("OR"))
        {
            choices.Add(All());
        }

        return choices.Count == 1 ? choices[0] : issue => choices.Exists(choice => choice(issue));
    }

    private Func<GitHubIssue, bool> All()
    {
        var parts = new List<Func<GitHubIssue, bool>>();
        while (_next < _tokens.Count && _tokens[_next] is not ("OR" or ")"))
        {
            if (!Take("AND"))
            {
                parts.Add(One());
            }
        }

        return issue => parts.TrueForAll(part => part(issue));
    }

    private Func<GitHubIssue, bool> One()
    {
        if (Take("NOT"))
        {
            var no = One();
            return issue => !no(issue);
        }

        if (Take("("))
        {
            var inner = Any();
            Take(")");
            return inner;
        }

        var token = _tokens[_next++];
        if (token.StartsWith('-') && token.Length > 1 && token.Contains(':', StringComparison.Ordinal))
        {
            var yes = Term(token[1..]);
            return issue => !yes(issue);
        }

        return Term(token);
    }

    private bool Take(string token)
    {
        if (_next >= _tokens.Count || _tokens[_next] != token)
        {
            return false;
        }

        _next++;
        return true;
    }

    private Func<GitHubIssue, bool> Term(string token)
    {
        var colon = token.StartsWith('"') ? -1 : token.IndexOf(':', StringComparison.Ordinal);
        if (colon <= 0)
        {
            var word = Unquote(token);
            return issue => Contains(issue.Title, word) || Contains(issue.Body, word);
        }

        var value = Unquote(token[(colon + 1)..]);
        return token[..colon].ToLowerInvariant() switch
        {
            "is" or "type" or "state" => Is(value),
            "repo" => Repo(value),
            "user" or "org" => issue => Same(issue.Repository.Owner, value),
            "author" => issue => Same(issue.Author.Login, Login(value)),
            "assignee" => issue => issue.Assignees.Exists(person => Same(person.Login, Login(value))),
            "involves" => issue => Same(issue.Author.Login, Login(value)) || issue.Assignees.Exists(person => Same(person.Login, Login(value)))
                || issue.Comments.Exists(comment => Same(comment.Author.Login, Login(value))),
            "review-requested" => issue => issue.Pull?.Reviewers.Any(person => Same(person.Login, Login(value))) == true,
            "label" => issue => issue.Labels.Exists(label => Same(label.Name, value)),
            "no" => issue => value == "assignee" ? issue.Assignees.Count == 0 : value != "label" || issue.Labels.Count == 0,
            "created" => Dated(value, issue => issue.CreatedAt),
            "updated" => Dated(value, issue => issue.UpdatedAt),
            "closed" => Dated(value, issue => issue.ClosedAt),
            "merged" => Dated(value, issue => issue.Pull?.MergedAt),
            "in" or "archived" => _ => true,
            _ => issue => Contains(issue.Title, token) || Contains(issue.Body, token),
        };
    }

    private Func<GitHubIssue, bool> Is(string value)
    {
        NamesKind |= value is "issue" or "pr" or "pull-request";
        return value switch
        {
            "issue" => issue => issue.Pull is null,
            "pr" or "pull-request" => issue => issue.Pull is not null,
            "open" or "closed" => issue => issue.State == value,
            "merged" => issue => issue.Pull?.MergedAt is not null,
            "unmerged" => issue => issue.Pull is { MergedAt: null },
            "draft" => issue => issue.Pull is { IsDraft: true },
            "private" => issue => issue.Repository.IsPrivate,
            "public" => issue => !issue.Repository.IsPrivate,
            _ => _ => true,
        };
    }

    private Func<GitHubIssue, bool> Repo(string value)
    {
        if (value.Split('/') is not [var owner, var name] || _world.Repository(owner, name) is null)
        {
            Unseen.Add(value);
        }

        return issue => Same(issue.Repository.FullName, value);
    }

    private static Func<GitHubIssue, bool> Dated(string value, Func<GitHubIssue, DateTimeOffset?> read)
    {
        var (from, until) = Range(value);
        return issue => read(issue) is { } at && at >= from && at < until;
    }

    /// <summary><c>a..b</c>, <c>&gt;=a</c>, <c>&lt;a</c>, or one day; <c>*</c> is open; the end is exclusive here.</summary>
    internal static (DateTimeOffset From, DateTimeOffset Until) Range(string value)
    {
        if (value.Split("..") is [var first, var last])
        {
            return (first == "*" ? DateTimeOffset.MinValue : Start(first), last == "*" ? DateTimeOffset.MaxValue : End(last));
        }

        return value switch
        {
            ['>', '=', .. var at] => (Start(at), DateTimeOffset.MaxValue),
            ['>', .. var after] => (End(after), DateTimeOffset.MaxValue),
            ['<', '=', .. var until] => (DateTimeOffset.MinValue, End(until)),
            ['<', .. var before] => (DateTimeOffset.MinValue, Start(before)),
            _ => (Start(value), End(value)),
        };
    }

    private static DateTimeOffset Start(string text) =>
        DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time) ? time : DateTimeOffset.MaxValue;

    private static DateTimeOffset End(string text) =>
        Start(text) is var start && start == DateTimeOffset.MaxValue ? start : text.Contains('T', StringComparison.Ordinal) ? start.AddSeconds(1) : start.AddDays(1);

    private string Login(string value) => value == "@me" ? _world.Self.Login : value;

    private static string Unquote(string text) => text.Trim('"');

    private static bool Same(string left, string right) => string.Equals(left, right, StringComparison.OrdinalIgnoreCase);

    private static bool Contains(string? text, string word) => text?.Contains(word, StringComparison.OrdinalIgnoreCase) == true;

    [GeneratedRegex("""[()]|-?[\w-]+:"[^"]*"|"[^"]*"|[^\s()]+""", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Tokens();
}
