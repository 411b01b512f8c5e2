using Integrations.Connectors.Declarative.Plans;

namespace Integrations.Connectors.Declarative.File;

/// <summary>How the account behind a credential is read, for each way to connect.</summary>
internal sealed class AccountReader(ApiScope scope, RequestReader requests, MapReader maps)
{
    public Dictionary<string, AccountPlan> Read(FileNode node)
    {
        var plans = new Dictionary<string, AccountPlan>(StringComparer.Ordinal);
        var shared = node.Find("request") is not null ? Account(node) : null;
        foreach (var (kind, own) in node.Find("byKind")?.Members ?? [])
        {
            if (scope.Manifest.Method(kind) is null)
            {
                scope.Problems.Add(own.Wrong($"There is no way to connect of the kind '{kind}' in \"auth\"."));
            }

            plans[kind] = Account(own);
        }

        foreach (var method in scope.Manifest.Auth.Where(method => !plans.ContainsKey(method.Kind)))
        {
            if (shared is null)
            {
                scope.Problems.Add(node.Wrong($"The account of the way to connect '{method.Kind}' is not said: give 'request', or an entry in 'byKind'."));
                break;
            }

            plans[method.Kind] = shared;
        }

        return plans;
    }

    private AccountPlan Account(FileNode node)
    {
        var steps = new List<AccountStep>();
        foreach (var step in (node.Find("then")?.Items ?? []).Prepend(node))
        {
            var request = requests.Read(step.Find("request")!, scope.IsFact, "a fact that is known before the account is", reads: true);
            var fields = maps.Read(step.Find("map"), scope.IsFact);
            if (step == node && !fields.Any(field => field.Key == "id"))
            {
                scope.Problems.Add((step.Find("map") ?? step).Wrong("'id' is missing: what tells one account from another."));
            }

            var facts = maps.Read(step.Find("facts"), scope.IsFact);
            facts.ForEach(fact => scope.Take(fact.Key, step.Find("facts")!));
            // An address comes from the person, and is checked when it is typed; no answer may put another in its place.
            foreach (var address in facts.Select(fact => fact.Key).Where(name => scope.Manifest.Auth.Any(method => method.Fields.Any(field => field.Name == name && field.Type == "url"))))
            {
                scope.Problems.Add(step.Find("facts")!.Wrong($"'{address}' is an address that a person types, and cannot be a fact."));
            }

            if (request is not null)
            {
                steps.Add(new AccountStep(request, fields.ToDictionary(field => field.Key, field => field.Key == "id" ? field.Value.Whole() : field.Value, StringComparer.Ordinal), facts.ToDictionary(StringComparer.Ordinal)));
            }
        }

        return new AccountPlan { Steps = steps, IsCertain = !node.Flag("uncertain") };
    }
}
