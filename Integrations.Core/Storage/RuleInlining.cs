using System.Linq.Expressions;
using System.Reflection;

namespace Integrations.Core.Storage;

/// <summary>
/// Puts a rule that is written once as an expression into queries, in the place of a call that stands for it. So a rule about rows can be part of a
/// compiled query too, whose parameters have no values yet where the query is built.
/// </summary>
internal static class RuleInlining
{
    /// <summary>The query with the rule's body in the place of each call.</summary>
    /// <param name="query">Calls <paramref name="placeholder"/> with as many arguments as the rule has parameters.</param>
    /// <param name="placeholder">A static method that is never run.</param>
    /// <param name="rule">What the call means.</param>
    public static Expression<TDelegate> Inline<TDelegate>(this Expression<TDelegate> query, MethodInfo placeholder, LambdaExpression rule) =>
        (Expression<TDelegate>)new Inliner(placeholder, rule).Visit(query);

    private sealed class Inliner(MethodInfo placeholder, LambdaExpression rule) : ExpressionVisitor
    {
        protected override Expression VisitMethodCall(MethodCallExpression node) =>
            node.Method == placeholder
                ? new Arguments(rule.Parameters, [.. node.Arguments.Select(Visit).OfType<Expression>()]).Visit(rule.Body)
                : base.VisitMethodCall(node);
    }

    private sealed class Arguments(IList<ParameterExpression> parameters, IReadOnlyList<Expression> arguments) : ExpressionVisitor
    {
        protected override Expression VisitParameter(ParameterExpression node) =>
            parameters.IndexOf(node) is var at and >= 0 ? arguments[at] : base.VisitParameter(node);
    }
}
