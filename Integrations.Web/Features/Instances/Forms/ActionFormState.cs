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

    // Of each list, which rows of the form were sent last: answers count those only.
    private readonly Dictionary<string, IReadOnlyList<int>> _sent = new(StringComparer.Ordinal);

    /// <summary>Something was filled in, or rows came or went.</summary>
    public event Action? Changed;

    public ActionDescriptor Action => action;

    public IReadOnlyList<ActionField> Fields { get; } = ActionForm.Fields(action);

    public bool HasErrors => _errors.Count > 0;

    public string? Text(string path) => _texts.GetValueOrDefault(path);

    public string? Error(string path) => _errors.GetValueOrDefault(path);

    /// <summary>Whether there is anything in a field, or within it, that was filled in or is wrong.</summary>
    public bool IsTouched(string path) => _texts.Any(text => ActionPath.IsWithin(text.Key, path) && text.Value.Length > 0) || _errors.Keys.Any(key => ActionPath.IsWithin(key, path));

    public void Set(string path, string? text)
    {
        _texts[path] = text ?? "";
        Changed?.Invoke();
    }

    public int Rows(string path) => ActionForm.Rows(path, _texts);

    public ActionField? Chosen(ActionField field, string path) => ActionForm.Chosen(field, path, _texts);

    public void AddRow(string path) => SetRows(path, Rows(path) + 1);

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

        // An answer that is still to come counts rows that are others by now.
        foreach (var list in _sent.Keys.Where(list => ActionPath.IsWithin(list, path)).ToList())
        {
            _sent[list] = [];
        }

        SetRows(path, rows - 1);
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

        Changed?.Invoke();
    }

    /// <summary>The object to send; what is wrong stands beside the fields then.</summary>
    public JsonObject Read()
    {
        _errors.Clear();
        _sent.Clear();
        return ActionForm.Read(Fields, new ActionReading(_texts) { Errors = _errors, Rows = _sent });
    }

    /// <summary>The object as it would be sent now, without its secrets and without saying what is wrong.</summary>
    public JsonObject Peek() => ActionForm.Read(Fields, new ActionReading(_texts) { LeavesSecretsOut = true });

    /// <summary>Puts what the hub found wrong beside the fields that it concerns.</summary>
    /// <returns>Whether fields say all of it; otherwise it has to be said elsewhere.</returns>
    public bool Explain(Failure failure)
    {
        var places = failure.Fields ?? new Dictionary<string, string[]>(StringComparer.Ordinal);
        var isSaid = places.Count > 0;
        foreach (var (place, messages) in places)
        {
            if (FieldAt(place) is var (path, _))
            {
                _errors[path] = messages[0];
            }
            else
            {
                isSaid = false;
            }
        }

        return isSaid;
    }

    /// <summary>One page of what a field looks up.</summary>
    public Task<Result<SearchHits>> SearchAsync(ParameterLookUp lookUp, string within, string? words, int offset, int limit, CancellationToken cancellationToken)
    {
        var filters = lookUp.Within.Select(filter => (filter.Key, Value: Text(ActionPath.At(within, filter.Value)))).Where(filter => !string.IsNullOrWhiteSpace(filter.Value))
            .ToDictionary(filter => filter.Key, filter => filter.Value!.Trim(), StringComparer.Ordinal);
        return search(new SearchRequest(words, limit) { Offset = offset, EntityTypes = lookUp.Entities, Filters = filters, UnknownTypesAreErrors = false }, cancellationToken);
    }

    /// <summary><c>people[2].email</c> of the answer is a field of the third row that was sent; null for what nothing is drawn of.</summary>
    private (string Path, ActionField Field)? FieldAt(string place)
    {
        var steps = place.Split('.', '[', ']', '/').Where(step => step.Length > 0).SkipWhile(step => step == "parameters").ToList();
        var (path, fields, isList) = ("", Fields, false);
        (string, ActionField)? shown = null;
        foreach (var step in Fields.Any(field => field.Name == place) ? [place] : steps)
        {
            if (isList)
            {
                // A row by itself draws no reason: where there is no field within it, its list says it.
                if (RowOf(path, step) is not { } row)
                {
                    break;
                }

                (path, isList) = (ActionPath.At(path, row), false);
                continue;
            }

            if (fields.FirstOrDefault(field => field.Name == step) is not { } found)
            {
                break;
            }

            if (found.Type == "fixed")
            {
                return null;
            }

            path = ActionPath.At(path, found.Name);
            shown = (path, found);
            var part = found;
            while (part.Type == "variants" && Chosen(part, path) is { } chosen)
            {
                (path, part) = (ActionPath.Variant(path, chosen.Name), chosen);
                shown = part.Type == "fixed" ? shown : (path, found);
            }

            if (part.Type is not ("group" or "rows"))
            {
                break;
            }

            (fields, isList) = (part.Fields, part.Type == "rows");
        }

        return shown;
    }

    /// <summary>The form's row that an answer counts as this one; null where there is none any more.</summary>
    private int? RowOf(string path, string number) =>
        !int.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out var row) ? null
        : !_sent.TryGetValue(path, out var sent) ? row
        : row < sent.Count ? sent[row] : null;

    /// <summary>A list without rows is as if it had never had any.</summary>
    private void SetRows(string path, int rows)
    {
        if (rows > 0)
        {
            _texts[ActionPath.Rows(path)] = rows.ToString(CultureInfo.InvariantCulture);
        }
        else
        {
            _texts.Remove(ActionPath.Rows(path));
        }

        Changed?.Invoke();
    }
}
