using System.Globalization;
using System.Text.RegularExpressions;
using Integrations.Sandbox.Accounts;

namespace Integrations.Sandbox.Jira;

/// <summary>JQL: clauses with AND, OR, NOT, parentheses and ORDER BY.</summary>
internal sealed partial class Jql
{
    private const int MostSortFields = 7;
    private readonly List<string> _tokens;
    private readonly JiraWorld _world;
    private readonly DateTimeOffset _now;
    private int _next;

    private Jql(string text, JiraWorld world, DateTimeOffset now)
    {
        _tokens = [.. Tokens().Matches(text).Select(match => match.Value)];
        _world = world;
        _now = now;
    }

    /// <summary>Whether anything narrows the query; Jira Cloud refuses to search everything.</summary>
    public bool IsBounded { get; private set; }

    private Func<JiraIssue, bool> Matches { get; set; } = _ => true;

    private List<(Func<JiraIssue, IComparable?> Key, bool Descending)> Order { get; } = [];

    /// <exception cref="JqlException">The query is refused.</exception>
    public static Jql Parse(string text, JiraWorld world, DateTimeOffset now)
    {
        var query = new Jql(text, world, now);
        if (query._tokens.Count > 0 && !query.IsWord("ORDER"))
        {
            query.Matches = query.Any();
            query.IsBounded = true;
        }

        query.ReadOrder();
        return query;
    }

    public List<JiraIssue> Run()
    {
        var found = _world.Issues.Where(Matches);
        if (Order.Count == 0)
        {
            return [.. found.OrderByDescending(issue => issue.Created).ThenByDescending(issue => issue.Id, StringComparer.Ordinal)];
        }

        var sorted = Order[0].Descending ? found.OrderByDescending(Order[0].Key) : found.OrderBy(Order[0].Key);
        foreach (var (key, descending) in Order.Skip(1))
        {
            sorted = descending ? sorted.ThenByDescending(key) : sorted.ThenBy(key);
        }

        return [.. sorted.ThenByDescending(issue => issue.Id, StringComparer.Ordinal)];
    }

    private Func<JiraIssue, bool> Any()
    {
        var left = All();
        while (TakeWord("OR"))
        {
            var (before, right) = (left, All());
            left = issue => before(issue) || right(issue);
        }

        return left;
    }

    private Func<JiraIssue, bool> All()
    {
        var left = One();
        while (TakeWord("AND"))
        {
            var (before, right) = (left, One());
            left = issue => before(issue) && right(issue);
        }

        return left;
    }

    private Func<JiraIssue, bool> One()
    {
        if (TakeWord("NOT"))
        {
            var no = One();
            return issue => !no(issue);
        }

        if (Take("("))
        {
            var inner = Any();
            Expect(")");
            return inner;
        }

        return Clause(Unquote(Next()), Operator());
    }

    private Func<JiraIssue, bool> Clause(string field, string op)
    {
        var isNot = op is "!=" or "!~" or "NOT IN" or "IS NOT";
        var values = op is "IN" or "NOT IN" ? List() : [Value()];
        var any = values.Select(value => Test(field.ToLowerInvariant(), field, isNot ? Positive(op) : op, value)).ToList();
        return isNot ? issue => !any.Exists(test => test(issue)) : issue => any.Exists(test => test(issue));
    }

    private static string Positive(string op) => op switch { "!=" => "=", "!~" => "~", "NOT IN" => "IN", _ => "IS" };

    private Func<JiraIssue, bool> Test(string field, string asWritten, string op, string value)
    {
        var isEmpty = value.ToUpperInvariant() is "EMPTY" or "NULL";
        switch (field)
        {
            case "text":
                return Words(value, issue => $"{issue.Summary} {Adf.ToText(issue.Description)} {string.Join(' ', issue.Comments.Select(c => Adf.ToText(c.Body)))}");
            case "summary":
                return Words(value, issue => issue.Summary);
            case "description":
                return isEmpty ? issue => issue.Description is null : Words(value, issue => Adf.ToText(issue.Description));
            case "project":
                var project = _world.Project(value) ?? _world.Projects.Find(p => Same(p.Name, value))
                    ?? throw new JqlException($"The value '{value}' does not exist for the field 'project'.");
                return issue => issue.Project == project;
            case "key" or "issuekey" or "issue" or "id":
                var found = _world.Issue(value) ?? throw new JqlException($"An issue with key '{value}' does not exist for field '{asWritten}'.");
                return issue => issue == found;
            case "status":
                return issue => Same(issue.Status.Name, value) || issue.Status.Id == value;
            case "statuscategory":
                return issue => Same(issue.Status.CategoryName, value) || Same(issue.Status.Category, value);
            case "issuetype" or "type":
                return issue => issue.Type == value || Same(NameOf(JiraWorld.Types, issue.Type), value);
            case "priority":
                return issue => issue.Priority == value || Same(NameOf(JiraWorld.Priorities, issue.Priority), value);
            case "labels":
                return isEmpty ? issue => issue.Labels.Count == 0 : issue => issue.Labels.Exists(label => Same(label, value));
            case "assignee":
                return Person(isEmpty, value, issue => issue.Assignee);
            case "reporter" or "creator":
                return Person(isEmpty, value, issue => issue.Reporter);
            case "resolution":
                return isEmpty || Same(value, "Unresolved") ? issue => issue.Resolved is null : issue => issue.Resolved is not null;
            case "created" or "createddate":
                return Dated(op, value, issue => issue.Created);
            case "updated" or "updateddate":
                return Dated(op, value, issue => issue.Updated);
            case "resolved" or "resolutiondate":
                return isEmpty ? issue => issue.Resolved is null : Dated(op, value, issue => issue.Resolved);
            case "duedate" or "due":
                return isEmpty ? issue => issue.DueDate is null : Dated(op, value, issue => issue.DueDate is { } due ? Local(due.ToDateTime(TimeOnly.MinValue)) : null);
            default:
                throw new JqlException($"Field '{asWritten}' does not exist or you do not have permission to view it.");
        }
    }

    private Func<JiraIssue, bool> Person(bool isEmpty, string value, Func<JiraIssue, DemoPerson?> read)
    {
        var person = Same(value, "currentUser()") ? _world.Self : _world.Person(value);
        return isEmpty
            ? issue => read(issue) is null
            : issue => read(issue) is { } actual && (actual == person || Same(actual.Name, value) || Same(actual.Email, value));
    }

    private static Func<JiraIssue, bool> Words(string value, Func<JiraIssue, string> read)
    {
        var wanted = value.Trim('"', '\\').Split(' ', StringSplitOptions.RemoveEmptyEntries);
        if (wanted.Any(word => word[0] is '*' or '?'))
        {
            throw new JqlException($"The text query '{value}' for field 'text' is not allowed to start with character '{wanted.First(word => word[0] is '*' or '?')[0]}'.");
        }

        return issue =>
        {
            var words = WordBreaks().Split(read(issue));
            return wanted.All(want => words.Any(word => want.EndsWith('*')
                ? word.StartsWith(want[..^1], StringComparison.OrdinalIgnoreCase)
                : Same(word.TrimEnd('s'), want.TrimEnd('s'))));
        };
    }

    private Func<JiraIssue, bool> Dated(string op, string value, Func<JiraIssue, DateTimeOffset?> read)
    {
        var (time, length) = Time(value);
        return op switch
        {
            ">=" => issue => read(issue) >= time,
            ">" => issue => read(issue) >= time + length,
            "<" => issue => read(issue) < time,
            "<=" => issue => read(issue) <= time,
            "=" or "IN" => issue => read(issue) >= time && read(issue) < time + length,
            _ => throw new JqlException($"The operator '{op}' is not supported by the field."),
        };
    }

    /// <summary>A moment and how long it lasts: a minute, or a day where no time is given.</summary>
    private (DateTimeOffset Time, TimeSpan Length) Time(string value)
    {
        if (Relative().Match(value) is { Success: true } match)
        {
            return (_now + Span(match), TimeSpan.FromMinutes(1));
        }

        if (Function().Match(value) is { Success: true } function)
        {
            var day = TimeZoneInfo.ConvertTime(_now, JiraWorld.Zone).Date;
            var start = function.Groups["name"].Value.ToUpperInvariant() switch
            {
                "NOW" => _now,
                "STARTOFDAY" => Local(day),
                "ENDOFDAY" => Local(day.AddDays(1).AddMinutes(-1)),
                "STARTOFWEEK" => Local(day.AddDays(-(((int)day.DayOfWeek + 6) % 7))),
                "STARTOFMONTH" => Local(new DateTime(day.Year, day.Month, 1)),
                "STARTOFYEAR" => Local(new DateTime(day.Year, 1, 1)),
                var name => throw new JqlException($"Unable to find JQL function '{name}'."),
            };
            var shift = Relative().Match(function.Groups["by"].Value.Trim('"'));
            return (shift.Success ? start + Span(shift) : start, TimeSpan.FromMinutes(1));
        }

        if (DateTime.TryParseExact(value, ["yyyy-MM-dd", "yyyy/MM/dd"], CultureInfo.InvariantCulture, DateTimeStyles.None, out var date))
        {
            return (Local(date), TimeSpan.FromDays(1));
        }

        return DateTime.TryParseExact(value, ["yyyy-MM-dd HH:mm", "yyyy/MM/dd HH:mm"], CultureInfo.InvariantCulture, DateTimeStyles.None, out var minute)
            ? (Local(minute), TimeSpan.FromMinutes(1))
            : throw new JqlException($"Date value '{value}' is invalid. Valid formats include: 'yyyy/MM/dd HH:mm', 'yyyy-MM-dd HH:mm', 'yyyy/MM/dd', 'yyyy-MM-dd', or a period format e.g. '-5d', '4w 2d'.");
    }

    private static TimeSpan Span(Match match)
    {
        var count = double.Parse(match.Groups["count"].Value, CultureInfo.InvariantCulture);
        return match.Groups["unit"].Value switch
        {
            "w" => TimeSpan.FromDays(7 * count),
            "d" => TimeSpan.FromDays(count),
            "h" => TimeSpan.FromHours(count),
            _ => TimeSpan.FromMinutes(count),
        };
    }

    private static DateTimeOffset Local(DateTime time) => new(time, JiraWorld.Zone.GetUtcOffset(time));

    private void ReadOrder()
    {
        if (_next >= _tokens.Count)
        {
            return;
        }

        if (!TakeWord("ORDER") || !TakeWord("BY"))
        {
            throw new JqlException($"Error in the JQL Query: Expecting operator before the end of the query but got '{_tokens[_next]}'.");
        }

        do
        {
            var field = Unquote(Next());
            Func<JiraIssue, IComparable?> key = field.ToLowerInvariant() switch
            {
                "created" or "createddate" => issue => issue.Created,
                "updated" or "updateddate" => issue => issue.Updated,
                "duedate" or "due" => issue => issue.DueDate,
                "key" or "issuekey" or "id" => issue => issue.Id,
                "summary" => issue => issue.Summary,
                "status" => issue => issue.Status.Name,
                "priority" => issue => issue.Priority,
                "project" => issue => issue.Project.Key,
                "assignee" => issue => issue.Assignee?.Name,
                "rank" => issue => issue.Created,
                _ => throw new JqlException($"Not able to sort using field '{field}'."),
            };
            Order.Add((key, TakeWord("DESC") || (!TakeWord("ASC") && field.ToLowerInvariant() is "created" or "updated")));
        }
        while (Take(","));
        if (Order.Count > MostSortFields)
        {
            throw new JqlException($"The maximum number of fields to order by is {MostSortFields}.");
        }
    }

    private string Operator()
    {
        var op = Next().ToUpperInvariant();
        return op switch
        {
            "NOT" when TakeWord("IN") => "NOT IN",
            "IS" => TakeWord("NOT") ? "IS NOT" : "IS",
            "=" or "!=" or "~" or "!~" or ">" or ">=" or "<" or "<=" or "IN" => op,
            _ => throw new JqlException($"Error in the JQL Query: Expecting an operator but got '{op}'."),
        };
    }

    private List<string> List()
    {
        Expect("(");
        var values = new List<string>();
        do
        {
            values.Add(Value());
        }
        while (Take(","));
        Expect(")");
        return values;
    }

    /// <summary>A literal, or a function with its parentheses: <c>currentUser()</c>, <c>startOfDay(-7d)</c>.</summary>
    private string Value()
    {
        var value = Next();
        if (value[0] is '"' or '\'' || !Take("("))
        {
            return Unquote(value);
        }

        var argument = Take(")") ? "" : Next();
        if (argument.Length > 0)
        {
            Expect(")");
        }

        return $"{value}({argument})";
    }

    private string Next() => _next < _tokens.Count
        ? _tokens[_next++]
        : throw new JqlException("Error in the JQL Query: Expecting a value or operator but reached the end of the query.");

    private bool IsWord(string word) => _next < _tokens.Count && Same(_tokens[_next], word);

    private bool TakeWord(string word)
    {
        var isNext = IsWord(word);
        _next += isNext ? 1 : 0;
        return isNext;
    }

    private bool Take(string token) => TakeWord(token);

    private void Expect(string token)
    {
        if (!Take(token))
        {
            throw new JqlException($"Error in the JQL Query: Expecting '{token}'.");
        }
    }

    private static string NameOf(IReadOnlyList<(string Id, string Name)> list, string id) => list.First(item => item.Id == id).Name;

    private static string Unquote(string token) =>
        token.Length > 1 && token[0] is '"' or '\'' ? token[1..^1].Replace("\\\"", "\"", StringComparison.Ordinal).Replace("\\\\", "\\", StringComparison.Ordinal) : token;

    private static bool Same(string left, string right) => string.Equals(left, right, StringComparison.OrdinalIgnoreCase);

    [GeneratedRegex("""
        "(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'|[(),]|!=|!~|>=|<=|[=~><]|[^\s()=~<>!,"']+
        """, RegexOptions.IgnorePatternWhitespace, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Tokens();

    [GeneratedRegex("""^(?<count>[+-]?\d+)(?<unit>[wdhm])$""", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Relative();

    [GeneratedRegex("""^(?<name>\w+)\((?<by>.*)\)$""", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Function();

    [GeneratedRegex("""\W+""", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex WordBreaks();
}
