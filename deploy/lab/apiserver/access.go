// Who calls, what they may do, and what admission says of it: tokens that say who they are, RBAC from the stored roles, ValidatingAdmissionPolicy.
package main

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	admissionv1 "k8s.io/api/admissionregistration/v1"
	authenticationv1 "k8s.io/api/authentication/v1"
	authorizationv1 "k8s.io/api/authorization/v1"
	rbacv1 "k8s.io/api/rbac/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/labels"
	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/apimachinery/pkg/util/sets"
	"k8s.io/apiserver/pkg/authentication/authenticator"
	"k8s.io/apiserver/pkg/authentication/request/bearertoken"
	"k8s.io/apiserver/pkg/authentication/user"
	"k8s.io/apiserver/pkg/authorization/authorizer"
	"k8s.io/apiserver/pkg/endpoints/request"
	"k8s.io/apiserver/pkg/registry/rest"
	genericapiserver "k8s.io/apiserver/pkg/server"
	genericoptions "k8s.io/apiserver/pkg/server/options"
	utilfeature "k8s.io/apiserver/pkg/util/feature"
	"k8s.io/client-go/dynamic"
	"k8s.io/client-go/informers"
	"k8s.io/client-go/kubernetes"
	rbaclisters "k8s.io/client-go/listers/rbac/v1"
)

const ownAudience = "https://kubernetes.default.svc"

// Tokens: `t` (cluster admin), `user:NAME:GROUP,GROUP`, `pod:NAMESPACE:ACCOUNT:NODE:POD:AUDIENCE` (as of a projected volume; the audience may be empty); a
// colon inside of one is %3A.
func authenticate(ctx context.Context, token string) (*authenticator.Response, bool, error) {
	asked, _ := authenticator.AudiencesFrom(ctx)
	if len(asked) == 0 {
		asked = authenticator.Audiences{ownAudience}
	}
	parts := strings.Split(token, ":")
	for i := range parts {
		parts[i] = strings.ReplaceAll(parts[i], "%3A", ":")
	}
	audience := ownAudience
	var who *user.DefaultInfo
	switch {
	case token == "t":
		who = &user.DefaultInfo{Name: "admin", Groups: []string{user.SystemPrivilegedGroup}}
	case parts[0] == "user" && len(parts) == 3:
		who = &user.DefaultInfo{Name: parts[1], Groups: strings.Split(parts[2], ",")}
	case parts[0] == "pod" && len(parts) == 6:
		namespace, account, node, pod := parts[1], parts[2], parts[3], parts[4]
		who = &user.DefaultInfo{
			Name:   "system:serviceaccount:" + namespace + ":" + account,
			UID:    "uid-of-" + account,
			Groups: []string{"system:serviceaccounts", "system:serviceaccounts:" + namespace},
			Extra: map[string][]string{
				"authentication.kubernetes.io/pod-name":  {pod},
				"authentication.kubernetes.io/pod-uid":   {"uid-of-" + pod},
				"authentication.kubernetes.io/node-name": {node},
			},
		}
		if parts[5] != "" {
			audience = parts[5]
		}
	default:
		return nil, false, fmt.Errorf("unknown token")
	}
	if !slices.Contains(asked, audience) {
		return nil, false, fmt.Errorf("token audiences %q is invalid for the target audiences %q", audience, asked)
	}
	who.Groups = append(who.Groups, user.AllAuthenticated)
	return &authenticator.Response{User: who, Audiences: authenticator.Audiences{audience}}, true, nil
}

// RBAC as the API documents it, without aggregation and non-resource URLs.
type rbac struct {
	roles           rbaclisters.RoleLister
	bindings        rbaclisters.RoleBindingLister
	clusterRoles    rbaclisters.ClusterRoleLister
	clusterBindings rbaclisters.ClusterRoleBindingLister
}

func (r *rbac) Authorize(ctx context.Context, a authorizer.Attributes) (authorizer.Decision, string, error) {
	if slices.Contains(a.GetUser().GetGroups(), user.SystemPrivilegedGroup) || !a.IsResourceRequest() {
		return authorizer.DecisionAllow, "", nil
	}
	everywhere, _ := r.clusterBindings.List(labels.Everything())
	for _, b := range everywhere {
		if concerns(b.Subjects, "", a.GetUser()) && r.allows(b.RoleRef, "", a) {
			return authorizer.DecisionAllow, "", nil
		}
	}
	if a.GetNamespace() != "" {
		here, _ := r.bindings.RoleBindings(a.GetNamespace()).List(labels.Everything())
		for _, b := range here {
			if concerns(b.Subjects, b.Namespace, a.GetUser()) && r.allows(b.RoleRef, b.Namespace, a) {
				return authorizer.DecisionAllow, "", nil
			}
		}
	}
	return authorizer.DecisionNoOpinion, "", nil
}

func concerns(subjects []rbacv1.Subject, namespace string, who user.Info) bool {
	return slices.ContainsFunc(subjects, func(s rbacv1.Subject) bool {
		switch s.Kind {
		case rbacv1.UserKind:
			return s.Name == who.GetName()
		case rbacv1.GroupKind:
			return slices.Contains(who.GetGroups(), s.Name)
		default:
			if s.Namespace != "" {
				namespace = s.Namespace
			}
			return who.GetName() == "system:serviceaccount:"+namespace+":"+s.Name
		}
	})
}

func (r *rbac) allows(ref rbacv1.RoleRef, namespace string, a authorizer.Attributes) bool {
	var rules []rbacv1.PolicyRule
	if ref.Kind == "Role" {
		if role, err := r.roles.Roles(namespace).Get(ref.Name); err == nil {
			rules = role.Rules
		}
	} else if role, err := r.clusterRoles.Get(ref.Name); err == nil {
		rules = role.Rules
	}
	resource := a.GetResource()
	if a.GetSubresource() != "" {
		resource += "/" + a.GetSubresource()
	}
	has := func(list []string, value string) bool { return slices.Contains(list, value) || slices.Contains(list, "*") }
	return slices.ContainsFunc(rules, func(rule rbacv1.PolicyRule) bool {
		named := len(rule.ResourceNames) == 0 || slices.Contains(rule.ResourceNames, a.GetName())
		return named && has(rule.Verbs, a.GetVerb()) && has(rule.APIGroups, a.GetAPIGroup()) && has(rule.Resources, resource)
	})
}

// Everything that asks the stored objects does it as a client of this server, as in a real one.
func access(cc *genericapiserver.RecommendedConfig) {
	client, err := kubernetes.NewForConfig(cc.LoopbackClientConfig)
	must(err)
	dynamicClient, err := dynamic.NewForConfig(cc.LoopbackClientConfig)
	must(err)
	cc.SharedInformerFactory = informers.NewSharedInformerFactory(client, 10*time.Minute)
	in := cc.SharedInformerFactory.Rbac().V1()
	cc.Authorization.Authorizer = &rbac{in.Roles().Lister(), in.RoleBindings().Lister(), in.ClusterRoles().Lister(), in.ClusterRoleBindings().Lister()}
	cc.Authentication.Authenticator = bearertoken.New(authenticator.TokenFunc(authenticate))
	cc.Authentication.APIAudiences = authenticator.Audiences{ownAudience}
	admission := genericoptions.NewAdmissionOptions()
	admission.DefaultOffPlugins = sets.New("MutatingAdmissionPolicy", "MutatingAdmissionWebhook", "ValidatingAdmissionWebhook", "NamespaceLifecycle")
	must(admission.ApplyTo(&cc.Config, cc.SharedInformerFactory, client, dynamicClient, utilfeature.DefaultFeatureGate, cc.EffectiveVersion))
}

// What the API's defaulting would set.
func defaults(o runtime.Object) {
	equivalent, fail := admissionv1.Equivalent, admissionv1.Fail
	match := func(m *admissionv1.MatchResources) {
		if m == nil {
			return
		}
		if m.MatchPolicy == nil {
			m.MatchPolicy = &equivalent
		}
		if m.NamespaceSelector == nil {
			m.NamespaceSelector = &metav1.LabelSelector{}
		}
		if m.ObjectSelector == nil {
			m.ObjectSelector = &metav1.LabelSelector{}
		}
		all := admissionv1.AllScopes
		for i := range m.ResourceRules {
			if m.ResourceRules[i].Scope == nil {
				m.ResourceRules[i].Scope = &all
			}
		}
	}
	switch x := o.(type) {
	case *admissionv1.ValidatingAdmissionPolicy:
		if x.Spec.FailurePolicy == nil {
			x.Spec.FailurePolicy = &fail
		}
		match(x.Spec.MatchConstraints)
	case *admissionv1.ValidatingAdmissionPolicyBinding:
		match(x.Spec.MatchResources)
	}
}

// A kind that is asked and not stored.
type asked struct {
	name       string
	namespaced bool
	make       func() runtime.Object
	answer     func(context.Context, runtime.Object)
}

func (a *asked) New() runtime.Object     { return a.make() }
func (a *asked) Destroy()                {}
func (a *asked) NamespaceScoped() bool   { return a.namespaced }
func (a *asked) GetSingularName() string { return a.name }
func (a *asked) Create(ctx context.Context, o runtime.Object, v rest.ValidateObjectFunc, _ *metav1.CreateOptions) (runtime.Object, error) {
	if v != nil {
		if err := v(ctx, o.DeepCopyObject()); err != nil {
			return nil, err
		}
	}
	a.answer(ctx, o)
	return o, nil
}

func reviewToken(ctx context.Context, o runtime.Object) {
	review := o.(*authenticationv1.TokenReview)
	asked := authenticator.Audiences(review.Spec.Audiences)
	response, ok, err := authenticate(authenticator.WithAudiences(ctx, asked), review.Spec.Token)
	if !ok || err != nil {
		if err != nil {
			review.Status.Error = err.Error()
		}
		return
	}
	extra := map[string]authenticationv1.ExtraValue{}
	for key, value := range response.User.GetExtra() {
		extra[key] = value
	}
	review.Status = authenticationv1.TokenReviewStatus{
		Authenticated: true,
		Audiences:     response.Audiences,
		User:          authenticationv1.UserInfo{Username: response.User.GetName(), UID: response.User.GetUID(), Groups: response.User.GetGroups(), Extra: extra},
	}
}

func reviewAccess(a authorizer.Authorizer) func(context.Context, runtime.Object) {
	return func(ctx context.Context, o runtime.Object) {
		review := o.(*authorizationv1.SelfSubjectAccessReview)
		who, _ := request.UserFrom(ctx)
		of := review.Spec.ResourceAttributes
		if of == nil {
			return
		}
		decision, _, _ := a.Authorize(ctx, authorizer.AttributesRecord{User: who, Verb: of.Verb, Namespace: of.Namespace, APIGroup: of.Group, Resource: of.Resource, Subresource: of.Subresource, Name: of.Name, ResourceRequest: true})
		review.Status.Allowed = decision == authorizer.DecisionAllow
	}
}
