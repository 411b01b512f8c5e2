using System.Globalization;
using System.Reflection;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace Integrations.Connectors.Declarative.File;

/// <summary>
/// The published JSON Schema (docs/provider.schema.json) as the hub itself reads it, so that an editor and the hub say the same. It
/// knows the keywords that the schema uses and refuses to be built with others.
/// </summary>
internal sealed class FileSchema
{
    private const string Resource = "provider.schema.json";
    private const string Definitions = "#/$defs/";

    private static readonly HashSet<string> Notes = new(StringComparer.Ordinal) { "$schema", "$id", "$defs", "title", "description", "default", "examples" };

    private readonly Dictionary<string, Rule> _definitions = new(StringComparer.Ordinal);
    private readonly Rule _root;

    private FileSchema(FileNode schema)
    {
        foreach (var (name, definition) in schema.Find("$defs")?.Members ?? [])
        {
            _definitions[name] = Read(definition);
        }

        _root = Read(schema);
        if (_definitions.Values.Prepend(_root).SelectMany(Reached).FirstOrDefault(rule => rule.Reference is { } name && !_definitions.ContainsKey(name)) is { } lost)
        {
            throw new InvalidOperationException($"The schema has no definition '{lost.Reference}'.");
        }
    }

    /// <summary>The one of this program.</summary>
    public static FileSchema Load()
    {
        using var stream = Assembly.GetExecutingAssembly().GetManifestResourceStream(Resource) ?? throw new InvalidOperationException($"{Resource} is not embedded.");
        using var bytes = new MemoryStream();
        stream.CopyTo(bytes);
        var problems = new List<FileProblem>();
        return new FileSchema(FileReader.Read(bytes.ToArray(), problems) ?? throw new InvalidOperationException($"{Resource}: {problems[0]}"));
    }

    public void Check(FileNode file, ICollection<FileProblem> problems) => Check(_root, file, problems);

    private void Check(Rule rule, FileNode node, ICollection<FileProblem> problems)
    {
        if (rule.Reference is { } name)
        {
            rule = _definitions[name];
        }

        if (rule.Alternatives.Count > 0)
        {
            CheckAlternatives(rule, node, problems);
            return;
        }

        if (rule.Kinds.Count > 0 && !rule.Kinds.Contains(KindOf(node)))
        {
            problems.Add(node.Wrong($"This has to be {string.Join(" or ", rule.Kinds.Select(Article))}, and is {Article(KindOf(node))}."));
            return;
        }

        if (rule.Values.Count > 0 && !rule.Values.Contains(node.Text))
        {
            problems.Add(node.Wrong($"{FileProblem.Quote(node.Text)} is not one of: {string.Join(", ", rule.Values)}."));
            return;
        }

        switch (node.Kind)
        {
            case JsonValueKind.Object:
                CheckObject(rule, node, problems);
                break;
            case JsonValueKind.Array:
                CheckArray(rule, node, problems);
                break;
            case JsonValueKind.String:
                CheckText(rule, node, problems);
                break;
            case JsonValueKind.Number:
                CheckNumber(rule, node, problems);
                break;
        }
    }

    /// <summary>The one that is meant is told by the kind of value, so that its own complaint can be told.</summary>
    private void CheckAlternatives(Rule rule, FileNode node, ICollection<FileProblem> problems)
    {
        var meant = rule.Alternatives.Select(one => one.Reference is { } name ? _definitions[name] : one).Where(one => one.Kinds.Contains(KindOf(node))).ToList();
        if (meant.Count == 1)
        {
            Check(meant[0], node, problems);
        }
        else
        {
            problems.Add(node.Wrong($"This has to be {string.Join(" or ", rule.Alternatives.SelectMany(one => one.Reference is { } name ? _definitions[name].Kinds : one.Kinds).Select(Article))}, and is {Article(KindOf(node))}."));
        }
    }

    private void CheckObject(Rule rule, FileNode node, ICollection<FileProblem> problems)
    {
        foreach (var required in rule.Required.Where(name => node.Find(name) is null))
        {
            problems.Add(node.Wrong($"'{required}' is missing here."));
        }

        if (rule.MaxProperties is { } most && node.Members.Count > most)
        {
            problems.Add(node.Wrong($"This has {node.Members.Count} members; {most} are the most."));
        }

        if (node.Members.Count < rule.MinProperties)
        {
            problems.Add(node.Wrong("This is empty; leave it out, or say something."));
        }

        foreach (var (name, value) in node.Members)
        {
            if (rule.Names is { } names && !names.IsMatch(name))
            {
                problems.Add(value.Wrong($"{FileProblem.Quote(name)} is not a name that can stand here ({names})."));
            }
            else if (rule.Properties.TryGetValue(name, out var property))
            {
                Check(property, value, problems);
            }
            else if (rule.Others is { } others)
            {
                Check(others, value, problems);
            }
            else if (rule.IsClosed)
            {
                problems.Add(value.Wrong($"{FileProblem.Quote(name)} is not known here. Known are: {string.Join(", ", rule.Properties.Keys)}."));
            }
        }
    }

    private void CheckArray(Rule rule, FileNode node, ICollection<FileProblem> problems)
    {
        if (node.Items.Count < rule.MinItems || (rule.MaxItems is { } most && node.Items.Count > most))
        {
            problems.Add(node.Wrong($"This list has {node.Items.Count} items; it needs {rule.MinItems} to {rule.MaxItems?.ToString(CultureInfo.InvariantCulture) ?? "any number"}."));
        }

        if (rule.Items is { } items)
        {
            node.Items.ForEach(item => Check(items, item, problems));
        }
    }

    private static void CheckText(Rule rule, FileNode node, ICollection<FileProblem> problems)
    {
        if (node.Text.EnumerateRunes().Count() is var length && (length < rule.MinLength || length > (rule.MaxLength ?? int.MaxValue)))
        {
            problems.Add(node.Wrong($"This text has {length} characters; it needs {rule.MinLength} to {rule.MaxLength?.ToString(CultureInfo.InvariantCulture) ?? "any number"}."));
        }
        else if (rule.Pattern is { } pattern && (!pattern.IsMatch(node.Text) || node.Text.EndsWith('\n')))
        {
            // '$' stands before a last line break here, and at the end only in the language that schemas are written for.
            problems.Add(node.Wrong($"{FileProblem.Quote(node.Text)} does not have the form that is wanted here ({pattern})."));
        }
    }

    private static void CheckNumber(Rule rule, FileNode node, ICollection<FileProblem> problems)
    {
        if (!double.TryParse(node.Text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) || number < rule.Minimum || number > rule.Maximum)
        {
            problems.Add(node.Wrong($"This number has to lie between {rule.Minimum} and {rule.Maximum}."));
        }
    }

    private static string KindOf(FileNode node) => node.Kind switch
    {
        JsonValueKind.Object => "object",
        JsonValueKind.Array => "array",
        JsonValueKind.String => "string",
        JsonValueKind.Number => node.Text.AsSpan().ContainsAny('.', 'e', 'E') ? "number" : "integer",
        JsonValueKind.True or JsonValueKind.False => "boolean",
        _ => "null",
    };

    private static string Article(string kind) => kind switch
    {
        "object" => "an object",
        "array" => "a list",
        "string" => "a text",
        "integer" => "a whole number",
        "boolean" => "true or false",
        "null" => "null",
        _ => "a number",
    };

    private static IEnumerable<Rule> Reached(Rule rule) =>
        rule.Properties.Values.Concat(rule.Alternatives).Concat(new[] { rule.Others, rule.Items }.OfType<Rule>()).SelectMany(Reached).Prepend(rule);

    private static Rule Read(FileNode schema)
    {
        var rule = new Rule();
        foreach (var (keyword, value) in schema.Members.Where(member => !Notes.Contains(member.Key)))
        {
            switch (keyword)
            {
                case "$ref" when value.Text.StartsWith(Definitions, StringComparison.Ordinal): rule.Reference = value.Text[Definitions.Length..]; break;
                case "type": rule.Kinds.UnionWith(value.Kind == JsonValueKind.Array ? value.Items.Select(item => item.Text) : [value.Text]); break;
                case "enum": rule.Values.UnionWith(value.Items.Select(item => item.Text)); break;
                case "const": rule.Values.Add(value.Text); break;
                case "properties": value.Members.ForEach(member => rule.Properties[member.Key] = Read(member.Value)); break;
                case "required": rule.Required.AddRange(value.Items.Select(item => item.Text)); break;
                case "additionalProperties" when value.Kind == JsonValueKind.False: rule.IsClosed = true; break;
                case "additionalProperties" when value.Kind == JsonValueKind.Object: rule.Others = Read(value); break;
                case "propertyNames": rule.Names = Pattern(value.FindText("pattern")!); break;
                case "items": rule.Items = Read(value); break;
                case "anyOf": rule.Alternatives.AddRange(value.Items.Select(Read)); break;
                case "pattern": rule.Pattern = Pattern(value.Text); break;
                case "minLength": rule.MinLength = Number(value); break;
                case "maxLength": rule.MaxLength = Number(value); break;
                case "minItems": rule.MinItems = Number(value); break;
                case "maxItems": rule.MaxItems = Number(value); break;
                case "minProperties": rule.MinProperties = Number(value); break;
                case "maxProperties": rule.MaxProperties = Number(value); break;
                case "minimum": rule.Minimum = Number(value); break;
                case "maximum": rule.Maximum = Number(value); break;
                default: throw new InvalidOperationException($"The schema uses '{keyword}' at {schema.Path}, which the hub does not read.");
            }
        }

        return rule;
    }

    private static int Number(FileNode node) => int.Parse(node.Text, CultureInfo.InvariantCulture);

    // Our own patterns, in the published schema.
    private static Regex Pattern(string pattern) => new(pattern, RegexOptions.NonBacktracking | RegexOptions.CultureInvariant);

    private sealed class Rule
    {
        public string? Reference { get; set; }

        public HashSet<string> Kinds { get; } = new(StringComparer.Ordinal);

        public HashSet<string> Values { get; } = new(StringComparer.Ordinal);

        public Dictionary<string, Rule> Properties { get; } = new(StringComparer.Ordinal);

        public List<string> Required { get; } = [];

        public List<Rule> Alternatives { get; } = [];

        public bool IsClosed { get; set; }

        public Rule? Others { get; set; }

        public Rule? Items { get; set; }

        public Regex? Names { get; set; }

        public Regex? Pattern { get; set; }

        public int MinLength { get; set; }

        public int? MaxLength { get; set; }

        public int MinItems { get; set; }

        public int? MaxItems { get; set; }

        public int MinProperties { get; set; }

        public int? MaxProperties { get; set; }

        public double Minimum { get; set; } = double.MinValue;

        public double Maximum { get; set; } = double.MaxValue;
    }
}
