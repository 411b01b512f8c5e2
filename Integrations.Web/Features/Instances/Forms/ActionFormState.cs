using System.Globalization;
using System.Text.Json.Nodes;
using Integrations.Connectors.Contracts;
using Integrations.Core.Search;
using Integrations.Primitives;

namespace Integrations.Web.Features.Instances.Forms;

/// <summary>What stands in the form of one action, and what is wrong with it. For one circuit's dispatcher only.</summary>
/// <param name="action">What the form is of.</param>
/// <param name="search">Searches the vendor for what a field looks up.</param>
public sealed class ActionFormState(ActionDescriptor action, Func<SearchRequest, CancellationToken, Task<Result<SearchHits>>> search)
{
    private readonly Dictionary<string, string> _texts = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> _errors = new(StringComparer.Ordinal);

    public ActionDescriptor Action => action;

    public IReadOnlyList<ActionField> Fields { get; } = ActionForm.Fields(action);

    public bool HasErrors => _errors.Count > 0;

    public string? Text(string path) => _texts.GetValueOrDefault(path);

    public string? Error(string path) => _errors.GetValueOrDefault(path);

    /// <summary>Whether there is anything in a field, or within it, that was filled in or is wrong.</summary>
    public bool IsTouched(string path) => _texts.Any(text => ActionPath.IsWithin(text.Key, path) && text.Value.Length > 0) || _errors.Keys.Any(key => ActionPath.IsWithin(key, path));

    public void Set(string path, string? text) => _texts[path] = text ?? "";

    public int Rows(string path) => ActionForm.Rows(path, _texts);

    public ActionField? Chosen(ActionField field, string path) => ActionForm.Chosen(field, path, _texts);

    public void AddRow(string path) => _texts[ActionPath.Rows(path)] = (Rows(path) + 1).ToString(CultureInfo.InvariantCulture);

    /// <summary>What stands below moves up.</summary>
    public void RemoveRow(string path, int row)
    {
        var rows = Rows(path);
        foreach (var texts in new[] { _texts, _errors })
        {
            for (var number = row; number < rows; number++)
            {
                var (from, to) = (ActionPath.At(path, number + 1), ActionPath.At(path, number));
                foreach (var key in texts.Keys.Where(key => ActionPath.IsWithin(key, to)).ToList())
                {
                    texts.Remove(key);
                }

                foreach (var (key, text) in texts.Where(text => ActionPath.IsWithin(text.Key, from)).ToList())
                {
                    texts[to + key[from.Length..]] = text;
                }
            }
        }

        _texts[ActionPath.Rows(path)] = Math.Max(0, rows - 1).ToString(CultureInfo.InvariantCulture);
    }

    /// <summary>Fills in what was sent before; what was typed meanwhile stays.</summary>
    /// <param name="values">An object of this action's parameters.</param>
    /// <param name="onlyChosen">Only what is chosen rather than written.</param>
    public void Fill(JsonObject values, bool onlyChosen)
    {
        foreach (var (path, text) in ActionTexts.Of(Fields, values, onlyChosen))
        {
            if (!onlyChosen || string.IsNullOrEmpty(Text(path)))
            {
                _texts[path] = text;
            }
        }
    }

    /// <summary>The object to send; what is wrong stands beside the fields then.</summary>
    public JsonObject Read()
    {
        _errors.Clear();
        return ActionForm.Read(Fields, _texts, _errors);
    }

    /// <summary>The object as it would be sent now, without saying what is wrong.</summary>
    public JsonObject Peek() => ActionForm.Read(Fields, _texts, []);

    /// <summary>Puts what the hub found wrong beside the fields that it concerns.</summary>
    /// <returns>Whether a field says it; otherwise it has to be said elsewhere.</returns>
    public bool Explain(Failure failure)
    {
        foreach (var (place, messages) in failure.Fields ?? new Dictionary<string, string[]>(StringComparer.Ordinal))
        {
            if (PathOf(place) is { } path)
            {
                _errors[path] = messages[0];
            }
        }

        return _errors.Count > 0;
    }

    /// <summary>One page of what a field looks up.</summary>
    public Task<Result<SearchHits>> SearchAsync(ParameterLookUp lookUp, string within, string? words, int offset, int limit, CancellationToken cancellationToken)
    {
        var filters = lookUp.Within.Select(filter => (filter.Key, Value: Text(ActionPath.At(within, filter.Value)))).Where(filter => !string.IsNullOrWhiteSpace(filter.Value))
            .ToDictionary(filter => filter.Key, filter => filter.Value!.Trim(), StringComparer.Ordinal);
        return search(new SearchRequest(words, limit) { Offset = offset, EntityTypes = lookUp.Entities, Filters = filters, UnknownTypesAreErrors = false }, cancellationToken);
    }

    /// <summary><c>people[2].email</c> of the answer is a field of the second row; null for what no field stands for.</summary>
    private string? PathOf(string place)
    {
        var steps = place.Split('.', '[', ']', '/').Where(step => step.Length > 0).SkipWhile(step => step == "parameters").ToList();
        var (path, fields) = ("", Fields);
        foreach (var step in Fields.Any(field => field.Name == place) ? [place] : steps)
        {
            if (int.TryParse(step, NumberStyles.None, CultureInfo.InvariantCulture, out var row) && fields.All(field => field.Name != step))
            {
                path = ActionPath.At(path, row);
                continue;
            }

            if (fields.FirstOrDefault(field => field.Name == step) is not { } found)
            {
                break;
            }

            path = ActionPath.At(path, found.Name);
            fields = found.Fields;
            if (found.Type == "variants" && Chosen(found, path) is { } chosen)
            {
                path = ActionPath.Variant(path, chosen.Name);
                fields = chosen.Fields;
            }
            else if (found.Type is not ("group" or "rows"))
            {
                break;
            }
        }

        return path.Length == 0 ? null : path;
    }
}
