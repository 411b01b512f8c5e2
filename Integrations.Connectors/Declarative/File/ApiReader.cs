using Integrations.Connectors.Declarative.Plans;
using Integrations.Connectors.Declarative.Templates;
using Integrations.Connectors.Manifest;

namespace Integrations.Connectors.Declarative.File;

/// <summary>
/// Compiles the <c>api</c> section of a file that has the schema's form. What a schema cannot say is said here: names that nothing
/// gives a value, hosts that are not named, words that could leave their place in a vendor's query.
/// </summary>
internal sealed class ApiReader
{
    private readonly ApiScope _scope;
    private readonly RequestReader _requests;
    private readonly CredentialReader _credentials;
    private readonly AccountReader _accounts;
    private readonly EntityReader _entities;
    private readonly ActionReader _actions;
    private readonly FailureReader _failures;

    public ApiReader(ProviderManifest manifest, ICollection<FileProblem> problems)
    {
        _scope = new ApiScope(manifest, problems);
        _requests = new RequestReader(_scope);
        var maps = new MapReader(_scope);
        _credentials = new CredentialReader(_scope);
        _accounts = new AccountReader(_scope, _requests, maps);
        _entities = new EntityReader(_scope, _requests, new ListingReader(_scope, _requests), maps);
        _actions = new ActionReader(_scope, _requests);
        _failures = new FailureReader(_scope);
    }

    /// <summary>Null when something is wrong, which is told then.</summary>
    public ApiPlan? Read(FileNode api)
    {
        var before = _scope.Problems.Count;
        _scope.TakeFields(api);
        _scope.Headers = _requests.Pairs(api.Find("headers"), name => name is not "token" && _scope.IsFact(name), "a fact of the connection", isHeader: true);
        var accounts = _accounts.Read(api.Find("account")!);
        foreach (var (name, entity) in api.Find("entities")?.Members ?? [])
        {
            _scope.Written.Add(name);
            if (_entities.Read(name, entity) is { } read)
            {
                _scope.Entities[name] = read;
            }
        }

        var plan = new ApiPlan
        {
            Actions = Actions(api),
            Bases = _credentials.Bases(api.Find("base")!),
            Sites = _credentials.Sites(api.Find("sites")),
            Credentials = _credentials.Credentials(api),
            Headers = _scope.Headers,
            TokenIn = [.. (api.Find("tokenIn")?.Items ?? []).Select(_scope.Path).OfType<ValuePath>()],
            Accounts = accounts,
            Entities = [.. _scope.Entities.Values],
            Events = api.Find("events") is { } events ? new EventsReader(_scope).Read(events) : null,
            Budgets = [.. (api.Find("budgets")?.Items ?? []).Select(BudgetReader.Read)],
            Failures = [.. (api.Find("failures")?.Items ?? []).Select(rule => _failures.Read(rule).Ready())],
            Words = [.. (api.Find("words")?.Items ?? []).Select(_scope.Path).OfType<ValuePath>()],
        };
        _entities.Check(api);
        if (api.Find("tokenIn") is { } tokens && _scope.Manifest.Method(AuthKinds.OAuth2) is null)
        {
            _scope.Problems.Add(tokens.Wrong("No way to connect of this file signs in, so that there is no answer with a token."));
        }

        CheckBudgets(api, plan);
        return _scope.Problems.Count == before ? plan : null;
    }

    /// <summary>A server that a person names could say for all organizations that nothing is left.</summary>
    private void CheckBudgets(FileNode api, ApiPlan plan)
    {
        if (plan.Bases.Any(one => one.Names.Any(name => !plan.Sites.ContainsKey(name))))
        {
            foreach (var budget in (api.Find("budgets")?.Items ?? []).Where(budget => budget.FindText("per") == "client"))
            {
                _scope.Problems.Add(budget.Wrong("A budget of the client is shared, so people must not type the address of any server: say in \"sites\" what it has to end with."));
            }
        }
    }

    private List<ActionPlan> Actions(FileNode api)
    {
        var actions = (api.Find("actions")?.Items ?? []).Select(_actions.Read).OfType<ActionPlan>().ToList();
        foreach (var twice in actions.GroupBy(action => action.Descriptor.Name, StringComparer.Ordinal).Where(group => group.Count() > 1))
        {
            _scope.Problems.Add(api.Find("actions")!.Wrong($"There are two actions with the name '{twice.Key}'."));
        }

        return actions;
    }
}
